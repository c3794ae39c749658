import { fetched } from '../../ui/hooks/fetched';

export type Deferred = typeof import('../deferred');

export const { fetch: fetchDeferred, usePart: useDeferred } = fetched(() => import('../deferred'));
