import { expect, test } from 'vitest';
import type { Operation, Step } from '../src/api/types';
import { said } from '../src/ui/Progress';
import { operation } from './world/operation';

const step = (name: string, state: Step['state'], detail: string | null = null): Step => ({
  name,
  state,
  detail: state === 'failed' ? 'R' : detail,
  url: null,
  at: null,
});
const told = (outcome: Operation['outcome'], ...steps: Step[]): string =>
  said(operation({ outcome, steps }), 'Emergency page');

test('what was done in part is said step by step', () => {
  expect(told('partly', step('page', 'done'), step('note', 'failed'), step('tag', 'done'))).toBe(
    'Paged. Internal note not written.',
  );
  expect(told('partly', step('acknowledge', 'done'), step('slack_thread', 'failed'))).toBe(
    'Acknowledged. Slack: failed.',
  );
});

test('what was tried in vain beside what was done is said too, what only comes next is not', () => {
  expect(told('running', step('acknowledge', 'done'), step('slack_thread', 'waiting', 'Slack: away'))).toBe(
    'Acknowledged. Slack: still trying.',
  );
  expect(told('running', step('acknowledge', 'done'), step('slack_thread', 'waiting'))).toBe('Acknowledged.');
});

test('of what was done later each part is said, whichever of them failed', () => {
  const rest = (outcome: Operation['outcome'], ...steps: Step[]): string =>
    said(operation({ outcome, steps, rest_of: 'reject_star' }), 'STAR rejection');
  expect(rest('partly', step('close', 'done'), step('slack_thread', 'failed'))).toBe('Issue closed. Slack: failed.');
  expect(rest('partly', step('close', 'failed'), step('slack_message', 'done'))).toBe(
    'Issue not closed. Message in Slack: done.',
  );
  expect(rest('failed', step('close', 'failed'))).toBe('Issue not closed.');
  expect(rest('running', step('close', 'done'), step('slack_thread', 'waiting', 'Slack: away'))).toBe(
    'Issue closed. Slack: still trying.',
  );
  expect(rest('running', step('close', 'waiting'))).toBe('STAR rejection: in progress');
  expect(rest('done', step('close', 'done'))).toBe('STAR rejection: done');
});

test('what lacked another step is not said beside it', () => {
  const reply = { ...step('slack_reply', 'failed'), lacks: 'slack_thread' };
  expect(told('partly', step('issue_note', 'done'), step('slack_thread', 'failed'), reply)).toBe(
    'Comment added. Slack: failed.',
  );
});

test('a whole is said as one', () => {
  expect(told('done', step('page', 'done'), step('note', 'done'))).toBe('Emergency page: done');
  expect(told('running', step('page', 'running'), step('note', 'waiting'))).toBe('Emergency page: in progress');
  expect(told('failed', step('page', 'failed'), step('note', 'failed'))).toBe('Emergency page: failed');
  expect(told('unknown', step('page', 'unknown'), step('note', 'waiting'))).toBe('Emergency page: not confirmed');
});
