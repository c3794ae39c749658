/** Short names for the board's generated API types. */
import type { components } from '../../generated/api';

type Schemas = components['schemas'];

export type Board = Schemas['BoardPart'];
export type Emergency = Schemas['EmergencyRow'];
export type Star = Schemas['StarRow'];
export type Feedback = Schemas['FeedbackRow'];
export type Cover = Schemas['CoverPart'];
export type Standing = Cover['covers'][number];
export type Trends = Schemas['TrendsPart'];
export type Chart = Trends['charts'][number];
export type HandOff = Schemas['HandOffPart'];
