import { expect, test } from 'vitest';
import type { Operation, Step } from '../src/api/types';
import { said } from '../src/ui/Progress';
import { operation } from './world';

const step = (name: string, state: Step['state']): Step => ({ name, state, detail: null, url: null, at: null });
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

test('what is still tried beside what was done is said too', () => {
  expect(told('running', step('acknowledge', 'done'), step('slack_thread', 'waiting'))).toBe(
    'Acknowledged. Slack: still trying.',
  );
});

test('a whole is said as one', () => {
  expect(told('done', step('page', 'done'), step('note', 'done'))).toBe('Emergency page: done');
  expect(told('running', step('page', 'running'), step('note', 'waiting'))).toBe('Emergency page: in progress');
  expect(told('failed', step('page', 'failed'), step('note', 'failed'))).toBe('Emergency page: failed');
  expect(told('unknown', step('page', 'unknown'), step('note', 'waiting'))).toBe('Emergency page: not confirmed');
});
