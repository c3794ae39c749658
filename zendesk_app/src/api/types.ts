/** Short names for the generated API types; the shapes themselves are written once, in the backend. */
import type { components } from '../../generated/api';

type Schemas = components['schemas'];

export type Panel = Schemas['PanelPart'];
export type Emergency = Schemas['EmergencyPart'];
export type Entitlement = Schemas['EntitlementPart'];
export type Qualification = Schemas['QualificationPart'];
export type Assessment = Schemas['AssessmentPart'];
export type Incident = Schemas['IncidentPart'];
export type OtherPage = Emergency['others_open'][number];
export type Question = Schemas['QuestionPart'];
export type PagePlan = Schemas['PagePlan'];
export type ReassignChoice = Schemas['ReassignChoice'];
export type WhoDoesWhat = Schemas['WhoDoesWhatPart'];
export type Star = Schemas['StarPart'];
export type StarIssue = Schemas['StarIssuePart'];
export type StarChecks = Schemas['StarChecksPart'];
export type StarDraft = Schemas['StarDraft'];
export type LicenceQuestion = Schemas['LicenceQuestionPart'];
export type Mechanic = Schemas['MechanicPart'];
export type Assignee = Schemas['AssigneePart'];
export type Suggestions = Schemas['SuggestionsPart'];
export type Feedback = Schemas['FeedbackPart'];
export type FeedbackIssue = Schemas['FeedbackIssuePart'];
export type Macro = Schemas['MacroPart'];
export type Notice = Schemas['NoticePart'];
export type SpecialHandling = Schemas['SpecialHandlingPart'];
export type Operation = Schemas['OperationPart'];
export type Step = Schemas['StepPart'];
export type Source = Schemas['Source'];
export type SourceName = keyof Schemas['Sources'];
export type Duty = Schemas['Duty'];
export type Session = Schemas['SessionPart'];
export type Agent = Schemas['AgentPart'];
export type ErrorAnswer = Schemas['ErrorAnswer'];
export type Level = Incident['clock']['level'];
export type Urgency = StarIssue['urgency'] & string;
export type Verdict = Qualification['verdict'];

export type Answers = Record<string, string>;
