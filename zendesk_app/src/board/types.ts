/** Short names for the board's generated API types. */
import type { Bodies } from '../api/bodies';
import type { components } from '../../generated/api';

type Schemas = components['schemas'];

export type Board = Schemas['BoardOut'];
export type Emergency = Schemas['EmergencyRow'];
export type Star = Schemas['StarRow'];
export type Feedback = Schemas['FeedbackRow'];
export type Cover = Schemas['CoverOut'];
export type CoverCheck = Schemas['CoverCheckOut'];
/** Cover as somebody asks for it. */
export type CoverWish = Bodies['cover_shift'];
export type Standing = Cover['covers'][number];
export type Trends = Schemas['TrendsOut'];
export type Chart = Trends['charts'][number];
export type HandOff = Schemas['HandOffOut'];
