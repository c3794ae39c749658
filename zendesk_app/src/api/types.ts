/** Short names for the generated API types; the shapes themselves are written once, in the backend. */
import type { components } from '../../generated/api';

type Schemas = components['schemas'];

export type Panel = Schemas['PanelOut'];
export type Emergency = Schemas['EmergencyOut'];
export type Entitlement = Schemas['EntitlementOut'];
export type Qualification = Schemas['QualificationOut'];
export type Decision = Schemas['DecisionOut'];
export type Assessment = Schemas['AssessmentOut'];
export type Incident = Schemas['IncidentOut'];
export type OtherPage = Emergency['others_open'][number];
export type Question = Schemas['QuestionOut'];
export type PagePlan = Schemas['PagePlan'];
export type ReassignChoice = Schemas['ReassignChoice'];
export type WhoDoesWhat = Schemas['WhoDoesWhatOut'];
export type Star = Schemas['StarOut'];
export type StarIssue = Schemas['StarIssueOut'];
export type StarChecks = Schemas['StarChecksOut'];
export type StarDraft = Schemas['StarDraft'];
export type LicenceQuestion = Schemas['LicenceQuestionOut'];
export type MovedTo = Schemas['MovedToOut'];
export type Mechanic = Schemas['MechanicOut'];
export type Assignee = Schemas['AssigneeOut'];
export type Suggestions = Schemas['SuggestionsOut'];
export type Staff = Schemas['StaffListOut'];
export type StaffOfTicket = Schemas['StaffOut'];
export type PageMessage = Schemas['PageMessageOut'];
export type MacroTrial = Schemas['MacroTrialOut'];
export type Reply = Schemas['ReplyOut'];
export type Feedback = Schemas['FeedbackOut'];
export type FeedbackIssue = Schemas['FeedbackIssueOut'];
export type Macro = Schemas['MacroOut'];
export type Notice = Schemas['NoticeOut'];
export type SpecialHandling = Schemas['SpecialHandlingOut'];
export type Operation = Schemas['OperationOut'];
export type Step = Schemas['StepOut'];
export type Source = Schemas['Source'];
export type SourceName = keyof Schemas['Sources'];
export type Duty = Schemas['Duty'];
export type OnCallRole = Panel['on_call']['nobody'][number];
export type Session = Schemas['SessionOut'];
export type Agent = Schemas['AgentOut'];
export type ErrorAnswer = Schemas['ErrorAnswer'];
export type Level = Incident['clock']['level'];
export type Verdict = Qualification['verdict'];

export type Answers = Record<string, string>;
