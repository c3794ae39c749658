/**
 * What is needed only once somebody acts or has answered, as one file of its own.
 *
 * It is not part of what the first paint waits for; it is fetched right after, so that it is there when it is clicked.
 */
export { EscalationForm } from './emergency/EscalationForm';
export { HandOff, Reassign } from './emergency/PassOnForms';
export { PoolForm } from './emergency/PoolForm';
export { RecordForm } from './emergency/RecordForm';
export { Switches } from './emergency/Switches';
export { TriggerForm } from './emergency/TriggerForm';
export { VerdictView } from './emergency/VerdictView';
export { CloseFeedback, NoteFeedback, RecordContact } from './feedback/FeedbackForms';
export { LinkForm } from './feedback/LinkForm';
export { ApplyMacro } from './macros/ApplyMacro';
export { Search } from './macros/Search';
export { MoveDiscussion } from './star/MoveDiscussion';
export { AssignStar, CommentStar, RejectStar, ResolveStar } from './star/StarForms';
export { StarForm } from './star/StarForm';
