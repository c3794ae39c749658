import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Assessment } from '../src/api/types';
import { accessible, open } from './desk';
import { incident } from './world/emergency';
import { operation } from './world/operation';
import { panel } from './world/panel';
import { engineer } from './world/people';
import { at, NOW } from './world/time';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

const paged = panel(p => {
  p.emergency.incident = incident({ status: 'acknowledged', assigned_to: ['Ana Souza'] });
  p.emergency.reassign = [
    { to: 'PBEN', name: 'Ben Okri', role: 'engineer', now: false },
    { to: 'PAME', name: 'Amélie Laurent', role: 'manager', now: true },
    { to: 'level:3', name: 'L:seniors', role: null, now: false },
  ];
});

const type = (label: string | RegExp, value: string): boolean =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });

async function handOver(): Promise<HTMLElement> {
  type(/Why the page is handed off/, 'Ana has no power');
  fireEvent.click(screen.getByRole('button', { name: 'Hand off the page' }));
  return screen.findByRole('dialog', { name: 'Hand off incident #812?' });
}

test('the confirmation names who is replaced and who is woken', async () => {
  const { started, server } = await open({ panel: paged });
  server.outcome = operation({ id: 'op-hand', kind: 'reassign_page', steps: [] });
  fireEvent.click(screen.getByRole('button', { name: 'Replace the engineer' }));
  const list = screen.getByLabelText<HTMLSelectElement>('Who takes it');
  expect([...list.options].map(option => option.text)).toEqual([
    'Ben Okri · Engineer later',
    'Amélie Laurent · Manager now',
    'L:seniors',
    'Somebody else',
  ]);
  await accessible();
  const dialog = await handOver();
  expect(within(dialog).getByText('Ana Souza')).toBeTruthy();
  expect(started).toEqual([]);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Page Ben Okri' }));
  await waitFor(() =>
    expect(started).toMatchObject([{ kind: 'reassign_page', body: { to: 'PBEN', reason: 'Ana has no power' } }]),
  );
  expect(await screen.findByRole('group', { name: 'Progress: Page hand-off' })).toBeTruthy();
});

test('somebody who is not on the list is named by their address', async () => {
  const { started } = await open({ panel: paged });
  fireEvent.click(screen.getByRole('button', { name: 'Replace the engineer' }));
  fireEvent.change(screen.getByLabelText('Who takes it'), { target: { value: '' } });
  type(/E-mail address in PagerDuty/, ' ida@example.com ');
  const dialog = await handOver();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Page ida@example.com' }));
  await waitFor(() => expect(started[0]?.body).toMatchObject({ to: 'ida@example.com' }));
});

test('what the token may not do shows the way by hand and the address of the incident', async () => {
  const failed = operation({
    id: 'op-hand',
    kind: 'reassign_page',
    state: 'failed',
    steps: [{ name: 'reassign', state: 'failed', detail: 'D:may not', url: 'https://pagerduty.example/P1', at: null }],
    manual: ['Hand:open', 'Hand:reassign'],
  });
  await open({ panel: panel(p => Object.assign(p, { emergency: paged.emergency, operations: [failed] })) });
  const progress = screen.getByRole('group', { name: 'Progress: Page hand-off' });
  expect(
    within(progress)
      .getByRole('link', { name: /D:may not/ })
      .getAttribute('href'),
  ).toBe('https://pagerduty.example/P1');
  expect(within(progress).getByText('Hand:reassign')).toBeTruthy();
});

test('the next manager is proposed, and reads how it stands', async () => {
  const { started } = await open({ panel: paged });
  fireEvent.click(screen.getByRole('button', { name: 'Hand off to the next manager' }));
  expect(screen.getByLabelText<HTMLInputElement>('Next manager').value).toBe('Tom Okafor');
  type('How it stands', 'Gitaly is back');
  fireEvent.click(screen.getByRole('button', { name: 'Hand off' }));
  const body = { to: 'Tom Okafor', summary: 'Gitaly is back', user_id: 'PTOM01' };
  await waitFor(() => expect(started).toMatchObject([{ kind: 'hand_off', body }]));
});

test('another name than the proposed one stands for nobody’s account', async () => {
  const { started } = await open({ panel: paged });
  fireEvent.click(screen.getByRole('button', { name: 'Hand off to the next manager' }));
  type('Next manager', 'Tom');
  type('How it stands', 'Gitaly is back');
  fireEvent.click(screen.getByRole('button', { name: 'Hand off' }));
  await waitFor(() => expect(started.map(({ body }) => body)).toEqual([{ to: 'Tom', summary: 'Gitaly is back' }]));
});

test.each([
  ['an agent', { panel: paged, agent: engineer }],
  [
    'anybody once the page is resolved',
    { panel: panel(p => Object.assign(p.emergency, { incident: incident({ status: 'resolved' }) })) },
  ],
])('neither is offered to %s', async (_, options) => {
  await open(options);
  expect(screen.queryByRole('button', { name: 'Replace the engineer' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Hand off to the next manager' })).toBeNull();
});

test('a manager reads how to find cover', async () => {
  await open();
  fireEvent.click(screen.getByRole('button', { name: 'On call' }));
  fireEvent.click(screen.getByRole('button', { name: 'Cover or swap' }));
  expect(await screen.findByText('C:cover')).toBeTruthy();
});

test('a person switches special handling on and off', async () => {
  const { started } = await open();
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Special handling by hand' }));
  await accessible();
  fireEvent.click(screen.getByRole('button', { name: 'Switch on: N:wide' }));
  await waitFor(() => expect(started).toHaveLength(1));
  expect(started[0]).toMatchObject({ kind: 'record_assessment', body: { answers: {} } });
  expect(started[0]?.body.notices).toEqual(['wide_incident', 'security_wide']);
  fireEvent.click(screen.getByRole('button', { name: 'Switch off: N:security' }));
  await waitFor(() => expect(started[1]?.body.notices).toEqual([]));
});

test('that special handling was switched is told below its switches, under its own name', async () => {
  const { server } = await open();
  server.outcome = operation({ id: 'op-switch', kind: 'record_assessment', created_at: at(0) });
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Special handling by hand' }));
  const chosen = screen.getByRole('button', { name: 'Switch on: N:wide' });
  fireEvent.click(chosen);
  const receipt = await screen.findByRole('group', { name: 'Progress: Special handling' });
  expect(receipt.parentElement?.contains(chosen)).toBe(true);
  expect(chosen.compareDocumentPosition(receipt) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(screen.queryByRole('group', { name: 'Progress: Assessment' })).toBeNull();
});

test('high priority says who does what, and which of it is now', async () => {
  const soon: Assessment = {
    entitlement: panel().emergency.entitlement,
    qualification: {
      verdict: 'high_priority_now',
      rule: 'Q5',
      because: 'B:soon',
      fired: [],
      missing: [],
      macros: [],
      downgrade: null,
      who: [],
    },
    holds: {
      verdict: 'high_priority_now',
      macros: [],
      decision: null,
      downgrade: true,
      who: [
        { title: 'W:weekday', text: 'T:weekday', now: false },
        { title: 'W:weekend', text: 'T:weekend', now: true },
      ],
    },
    continues: null,
    reply: null,
  };
  await open({ assessment: soon });
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  const group = await screen.findByRole('group', { name: 'Q:production' });
  fireEvent.click(within(group).getByRole('radio', { name: 'Ja!' }));
  expect(await screen.findByText('W:weekend, so now:')).toBeTruthy();
  expect(screen.getByText('W:weekday')).toBeTruthy();
});

test('the questions before an escalation are the handbook’s', async () => {
  await open({ panel: paged });
  fireEvent.click(screen.getByRole('button', { name: 'Propose an account escalation' }));
  expect(await screen.findByRole('group', { name: 'E:over' })).toBeTruthy();
});
