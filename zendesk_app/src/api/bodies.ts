/** The body of each kind of operation. */
import type { components } from '../../generated/api';

type Schemas = components['schemas'];
type Request = Schemas['OperationRequest'] | Schemas['BoardRequest'];

export type Bodies = { [R in Request as R['kind']]: Omit<R, 'kind'> };
export type Kind = keyof Bodies;
/** The kinds that belong to a ticket; the others are the shift board's. */
export type TicketKind = Schemas['OperationRequest']['kind'];
