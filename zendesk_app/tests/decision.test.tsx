import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { accessible, open } from './desk';
import { confirmPage, expand, judged } from './emergency';
import { panel } from './world/panel';
import { engineer } from './world/people';
import { NOW } from './world/time';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

const said = { verdict: 'not_emergency', by: 'Jo', reason: 'Looks mild.', at: '2026-03-04T09:00:00Z' } as const;

test('what an agent says beside a manager’s record is shown as theirs', async () => {
  await open({ panel: panel(p => (p.emergency.hint = { ...said, holds: false })) });
  await expand();
  expect(await screen.findByText('Jo says: V:not_emergency')).toBeTruthy();
  expect(screen.getByText('Looks mild.', { exact: false })).toBeTruthy();
  await accessible();
});

test('a decision that holds goes first, and text, macros and page follow it', async () => {
  const decision = { ...said, verdict: 'exception', by: 'Zoë', holds: true } as const;
  const assessment = judged('not_emergency');
  assessment.holds = { ...assessment.holds, verdict: 'exception', decision, macros: ['Macro::Exception'] };
  assessment.reply = 'D:exception';
  const { host } = await open({ panel: panel(p => (p.emergency.decision = decision)), assessment });
  await expand();
  expect(await screen.findByText('Decided by Zoë. Text, macros and page follow it.')).toBeTruthy();
  expect(screen.getByText('The checklist says: V:not_emergency. B:verdict')).toBeTruthy();
  expect(screen.getByText('Macro::Exception')).toBeTruthy();
  expect(screen.queryByText('macro::strict')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Insert into draft: Text for the customer' }));
  await waitFor(() => expect(host.insertReply).toHaveBeenCalledWith('D:exception'));
  const dialog = await confirmPage();
  expect(within(dialog).queryByText(/You can page all the same/)).toBeNull();
});

test('before a page outside the hours of a plan the exception is said', async () => {
  const assessment = judged('emergency');
  await open({ panel: panel(p => (p.emergency.entitlement.answer = 'out_of_hours')), assessment });
  await expand();
  const dialog = await confirmPage();
  expect(within(dialog).getByText(/as an exception for one time/)).toBeTruthy();
});

test('who may not record an assessment is asked nothing, and sees what was decided', async () => {
  const decision = { ...said, verdict: 'exception', by: 'Zoë', holds: true } as const;
  const assessment = judged('not_emergency');
  assessment.holds = { ...assessment.holds, verdict: 'exception', decision };
  const agent = { ...engineer, can: ['open_star'] satisfies typeof engineer.can };
  await open({ panel: panel(p => (p.emergency.decision = decision)), assessment, agent });
  await expand();
  expect(await screen.findByText('Decided by Zoë. Text, macros and page follow it.')).toBeTruthy();
  expect(screen.queryByRole('radio')).toBeNull();
  await accessible();
});
