import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure } from '../src/api/errors';
import { accessible, open } from './desk';
import { answer, confirmPage, expand, judged } from './emergency';
import { plan, question } from './world/emergency';
import { operation } from './world/operation';
import { panel } from './world/panel';
import { engineer } from './world/people';
import { at, NOW } from './world/time';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

test('the confirmation names what will happen, and Cancel has the focus', async () => {
  await open({ assessment: judged('emergency') });
  await expand();
  answer('Q:production', 'Ja!');
  await screen.findByText('B:verdict', { exact: false });
  const dialog = await confirmPage();
  for (const words of ['Svc-A', 'Policy-A', /^Wakes Ana Souza/]) {
    expect(within(dialog).getByText(words)).toBeTruthy();
  }
  expect(document.activeElement).toBe(within(dialog).getByRole('button', { name: 'Cancel' }));
  expect(within(dialog).queryByText(/all the same/)).toBeNull();
  await accessible(dialog);
});

test('the confirmation shows the very message', async () => {
  await open();
  await expand();
  const dialog = await confirmPage('Down for all');
  expect(await within(dialog).findByText('Reason: Down for all')).toBeTruthy();
});

test('the confirmation says whom it wakes with how much, and leads to the manager instead', async () => {
  const other = { title: 'T', url: 'https://x.example', assigned_to: ['Ana Souza'], assigned_ids: ['PANA01'] };
  const namesake = { ...other, assigned_ids: ['PANA02'] };
  await open({
    panel: panel(p => {
      p.emergency.others_total = 3;
      p.emergency.others_open = [
        { ...other, number: 9, ticket_id: 51, status: 'triggered', created_at: at(-19) },
        { ...other, number: 8, ticket_id: 52, status: 'acknowledged', created_at: at(-50) },
        { ...namesake, number: 7, ticket_id: 53, status: 'triggered', created_at: at(-70) },
      ];
    }),
  });
  await expand();
  const dialog = await confirmPage();
  expect(within(dialog).getByText('Wakes Ana Souza, who has 2 open, one unanswered for 19 min.')).toBeTruthy();
  expect(within(dialog).getByText(/goes on to: L:managers/)).toBeTruthy();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Call Amélie Laurent instead' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(/What the manager needs to know/)));
});

test.each([
  ['the verdict', judged('not_emergency'), 'yes', 'The checklist says: V:not_emergency.'],
  ['the entitlement', judged('emergency'), 'no', 'This customer is not entitled to emergency support.'],
] as const)('paging against %s is said before it happens', async (_what, assessment, entitled, words) => {
  const ticket = panel(p => {
    p.emergency.entitlement.answer = entitled;
    p.emergency.questions.splice(0, 1, question('production', 'strict', { prefill: { value: 'yes', source: 's' } }));
  });
  await open({ panel: ticket, assessment });
  await expand();
  await screen.findByText('B:verdict', { exact: false });
  const dialog = await confirmPage();
  expect(within(dialog).getByText(words, { exact: false })).toBeTruthy();
});

test('a double click and a retry after a lost answer carry one key', async () => {
  const { server, started } = await open();
  await expand();
  const dialog = await confirmPage();
  server.outcome = new ApiFailure('timeout', '');
  const confirm = within(dialog).getByRole('button', { name: 'Page Ana Souza' });
  fireEvent.click(confirm);
  fireEvent.click(confirm);
  expect(await within(dialog).findByText(/did not answer in time/)).toBeTruthy();
  server.outcome = operation({ id: 'op-new' });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(started).toHaveLength(2);
  expect(new Set(started.map(({ key }) => key)).size).toBe(1);
  expect(started[0]).toMatchObject({ kind: 'trigger_emergency', body: { reason: 'Down for all' } });
});

test('after cancelling, a failed page leaves its reason in the form', async () => {
  const { server } = await open();
  await expand();
  const dialog = await confirmPage('Nobody can push');
  server.outcome = new ApiFailure('refused', 'because of a rule', { rule: 'not_configured' });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Page Ana Souza' }));
  expect(await within(dialog).findByText('because of a rule')).toBeTruthy();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getByLabelText<HTMLTextAreaElement>(/Reason for the page/).value).toBe('Nobody can push');
});

test('a page that was taken and failed closes the question and keeps the reason', async () => {
  const { server } = await open();
  await expand();
  const dialog = await confirmPage('Nobody can push');
  server.outcome = operation({ id: 'op-new', state: 'failed', manual: ['Hand-5'] });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Page Ana Souza' }));
  expect(await screen.findByText('Hand-5')).toBeTruthy();
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByLabelText<HTMLTextAreaElement>(/Reason for the page/).value).toBe('Nobody can push');
});

test('without a reason nothing is asked and nothing is sent', async () => {
  const { started } = await open();
  await expand();
  fireEvent.click(screen.getByRole('button', { name: 'Trigger emergency page' }));
  expect(await screen.findByText('This is needed.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText(/Reason for the page/));
  expect(started).toEqual([]);
});

test('another tool was quicker: its page is shown instead of a second one', async () => {
  const { server } = await open();
  await expand();
  const dialog = await confirmPage();
  server.outcome = new ApiFailure('already_open', 'incident #9 is open', { url: 'https://pagerduty.example/P9' });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Page Ana Souza' }));
  const link = await within(dialog).findByRole('link', { name: /Show what is open/ });
  expect(link.getAttribute('href')).toBe('https://pagerduty.example/P9');
});

test('what blocks a page is said in its place, with the way by hand when it is not set up', async () => {
  await open({
    panel: panel(p =>
      Object.assign(p.emergency, { blocked: 'No id in the handbook.', plan: plan({ configured: false }) }),
    ),
  });
  await expand();
  expect(screen.getByText('No id in the handbook.')).toBeTruthy();
  expect(screen.getByText('Hand-1')).toBeTruthy();
  expect(screen.queryByLabelText(/Reason for the page/)).toBeNull();
});

test('an agent reads who may page', async () => {
  await open({ agent: engineer });
  await expand();
  expect(screen.getByText('Paging is for Support Managers. On call now: Amélie Laurent.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Trigger emergency page' })).toBeNull();
});

test('a title as long as a letter leaves the buttons near, and no emoji in halves', async () => {
  await open({
    panel: panel(p => {
      p.emergency.route = 'macro';
      Object.assign(p.ticket ?? {}, { subject: `x${'😀'.repeat(300)}` });
    }),
  });
  await expand();
  const dialog = await confirmPage();
  const title = within(dialog).getByText(/😀/).textContent;
  expect(title).toMatch(/^x(😀){89}… more$/u);
});
