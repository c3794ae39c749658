import { useMemo, useRef } from 'preact/hooks';
import type { ApiFailure } from '../../api/errors';
import type { Answers, Assessment, Decision, Question } from '../../api/types';
import { useDesk } from '../../ui/hooks/desk';
import { useAnswer } from '../../ui/hooks/useAnswer';
import { useAnswers } from '../../ui/hooks/useAnswers';
import { type Draft, useDraft } from '../../ui/hooks/useDraft';

export const UNKNOWN = 'unknown';
const NONE: readonly string[] = [];

export interface Checklist {
  /** The answer of each question; not answered is `unknown`. */
  answers: Answers;
  /** Those that were given here, and not read from anywhere. */
  chosen: Answers;
  choose: (key: string, value: string) => void;
  /** The number of the other ticket that goes on after a downgrade, as it is typed. */
  continues: Draft;
  /** True once there is anything to judge by. */
  answered: boolean;
  assessment: Assessment | null;
  /** What is not answered and can still change the verdict; empty while the answers are being judged. */
  missing: readonly string[];
  failure: ApiFailure | null;
  /** Asked for as the ticket was opened, and not here yet. */
  coming: boolean;
}

/**
 * The answers of the checklist and the server's verdict on them. The rules live on the server, which is asked as soon
 * as there is an answer, or at once where something is decided without one: by the entitlement, or by a person.
 */
export function useAssessment(questions: readonly Question[], refused: boolean, decision: Decision | null): Checklist {
  const { api, ticket } = useDesk();
  const { answers: chosen, choose } = useAnswers('checklist');
  const continues = useDraft('checklist.continues');
  const other = ticketNumber(continues.text);
  const answers = useMemo(() => complete(questions, chosen), [questions, chosen]);
  const answered = Object.values(answers).some(value => value !== UNKNOWN);
  const begun = useRef(false);
  const decided = refused || decision?.holds === true;
  const atOnce = useRef(answered || decided);
  begun.current ||= answered || decided;
  // Polling brings new objects with the same answers; only a changed answer or decision asks again.
  const asked = JSON.stringify([answers, other, decision?.at]);
  const {
    data: assessment,
    failure,
    answered: judged,
  } = useAnswer(begun.current ? asked : null, signal => api.assess(ticket, answers, other, signal));

  // An earlier verdict stands until the next one is here: what it missed may be settled by now.
  const missing = (judged === asked ? assessment?.qualification?.missing : null) ?? NONE;
  const coming = atOnce.current && assessment === null && failure === null;

  return { answers, chosen, choose, continues, answered, assessment, missing, failure, coming };
}

/** Read a ticket's number, written alone, as #n or ZD#n, or as the ticket's address; null for anything else. */
export function ticketNumber(text: string): number | null {
  const written = /^(?:(?:ZD ?)?#?|https:\/\/[^/\s]+\/(?:agent\/|hc\/)?(?:tickets|requests)\/)([1-9]\d{0,14})\/?$/i;
  return Number(written.exec(text.trim())?.[1] ?? 0) || null;
}

function complete(questions: readonly Question[], chosen: Answers): Answers {
  return Object.fromEntries(questions.map(({ key, prefill }) => [key, chosen[key] ?? prefill?.value ?? UNKNOWN]));
}
