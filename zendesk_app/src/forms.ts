/**
 * What is needed only once somebody acts or has answered, as one file of its own.
 *
 * It is not part of what the first paint waits for; it is fetched right after, so that it is there when it is clicked.
 */
export { EscalationForm } from './cards/emergency/EscalationForm';
export { HandOff, Reassign } from './cards/emergency/PassOnForms';
export { PoolForm } from './cards/emergency/PoolForm';
export { RecordForm } from './cards/emergency/RecordForm';
export { Switches } from './cards/emergency/Switches';
export { TriggerForm } from './cards/emergency/TriggerForm';
export { VerdictView } from './cards/emergency/VerdictView';
export { CloseFeedback, NoteFeedback, RecordContact } from './cards/feedback/FeedbackForms';
export { LinkForm } from './cards/feedback/LinkForm';
export { ApplyMacro } from './cards/macros/ApplyMacro';
export { Search } from './cards/macros/Search';
export { MoveDiscussion } from './cards/star/MoveDiscussion';
export { AssignStar, CommentStar, RejectStar, ResolveStar } from './cards/star/StarForms';
export { StarForm } from './cards/star/StarForm';
