/** What each kind of operation is told. The server checks everything again. */
import type { components } from '../../generated/api';

type Request = components['schemas']['OperationRequest'];

export type Bodies = { [R in Request as R['kind']]: Omit<R, 'kind'> };
export type Kind = keyof Bodies;
