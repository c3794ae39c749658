import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Panel } from '../src/api/types';
import { accessible, open } from './desk';
import { incident } from './world/emergency';
import { operation } from './world/operation';
import { panel, source } from './world/panel';
import { engineer } from './world/people';
import { at, NOW } from './world/time';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

const urgent = panel(p => {
  p.emergency.reported = { by: 'form', at: at(-39) };
});

test('an emergency that nobody has paged is the first thing said, with the way to the page', async () => {
  await open({ panel: urgent });
  const status = screen.getByRole('region', { name: 'What matters now' });
  expect(within(status).getByText('Emergency reported 39 min ago')).toBeTruthy();
  expect(within(status).getByText('Nobody has been paged.')).toBeTruthy();
  fireEvent.click(within(status).getByRole('button', { name: 'Page Ana Souza…' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(/Reason for the page/)));
  await accessible();
});

test('who is not entitled is said to be so, and no page is asked for unless somebody has let them in', async () => {
  const held = panel(p => {
    p.emergency.reported = { by: 'priority', at: at(-39) };
    p.emergency.entitlement = { answer: 'no', rule: 'E2', because: 'B:hold', fired: [] };
  });
  const { server, fire } = await open({ panel: held });
  const status = screen.getByRole('region', { name: 'What matters now' });
  expect(within(status).getByText('B:hold')).toBeTruthy();
  expect(within(status).queryByRole('button')).toBeNull();
  const decision = { verdict: 'exception', by: 'Zoë', reason: 'R', at: '2026-03-04T09:00:00Z', holds: true } as const;
  server.panel = { ...held, emergency: { ...held.emergency, decision } };
  fire('ticket.updated');
  expect(await within(status).findByRole('button', { name: 'Page Ana Souza…' })).toBeTruthy();
});

test('after a page that was resolved without a reply the status leads to the reply', async () => {
  const clock = { ...incident().clock, level: 'red' as const };
  const resolved = panel(p => Object.assign(p.emergency, { incident: incident({ status: 'resolved', clock }) }));
  const { host } = await open({ panel: resolved });
  fireEvent.click(screen.getByRole('button', { name: 'Reply to the customer…' }));
  await waitFor(() => expect(host.insertReply).toHaveBeenCalledWith(''));
  expect(host.notify).toHaveBeenCalledWith(expect.stringContaining('Write your public reply'), 'notice');
});

test('while PagerDuty cannot be read nobody is said to have not been paged', async () => {
  await open({
    panel: panel(p => {
      p.emergency.reported = { by: 'form', at: at(-39) };
      p.sources.pagerduty = source('unavailable', at(-20), 'E:503');
    }),
  });
  const status = screen.getByRole('region', { name: 'What matters now' });
  expect(within(status).getByText('Whether anybody was paged is not known.')).toBeTruthy();
  expect([...status.querySelectorAll('li')].map(one => one.textContent)).toEqual(['PagerDuty cannot be reached']);
});

test('an engineer who may not page is led to the call for the manager', async () => {
  await open({ panel: urgent, agent: engineer });
  fireEvent.click(screen.getByRole('button', { name: 'Call the manager…' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(/What the manager needs to know/)));
});

test('once the manager was called the status says so, and who is on it, and offers no second call', async () => {
  const call = { number: 7, url: 'https://pagerduty.example/P7', created_at: at(-2) } as const;
  const called = (
    state: Pick<NonNullable<Panel['emergency']['manager_call']['incident']>, 'status' | 'acknowledged_by'>,
  ) =>
    panel(p => {
      p.emergency.reported = { by: 'form', at: at(-39) };
      p.emergency.manager_call.incident = { ...call, ...state };
    });
  const { server, fire } = await open({
    panel: called({ status: 'triggered', acknowledged_by: null }),
    agent: engineer,
  });
  const status = screen.getByRole('region', { name: 'What matters now' });
  expect(within(status).getByText('Only the manager was called, 2 min ago.')).toBeTruthy();
  expect(within(status).queryByRole('button')).toBeNull();
  server.panel = called({ status: 'acknowledged', acknowledged_by: 'Zoe' });
  fire('ticket.updated');
  await within(status).findByText('Only the manager was called, 2 min ago. Zoe is on it.');
  server.panel = called({ status: 'resolved', acknowledged_by: 'Zoe' });
  fire('ticket.updated');
  await within(status).findByText('Nobody has been paged.');
  expect(within(status).getByRole('button', { name: 'Call the manager…' })).toBeTruthy();
});

test('the status leads to a page’s form in a card that is closed', async () => {
  await open({ panel: panel(p => Object.assign(p.emergency, { incident: incident(), blocked: 'B' })) });
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  fireEvent.click(screen.getByRole('button', { name: 'Bring in somebody else…' }));
  expect(await screen.findByRole('form', { name: 'Replace the engineer' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Emergency' }).getAttribute('aria-expanded')).toBe('true');
});

test.each([
  ['resolved without a reply', { status: 'resolved' }, 'Resolved in PagerDuty, no public reply yet'],
  ['taken, the reply late', { status: 'acknowledged' }, 'Emergency taken, first reply overdue by 5 min'],
] as const)('the status knows a page that is %s', async (_what, more, words) => {
  const clock = { ...incident().clock, level: 'red' as const, first_reply_due_at: at(-5) };
  await open({ panel: panel(p => Object.assign(p.emergency, { incident: incident({ ...more, clock }) })) });
  expect(within(screen.getByRole('region', { name: 'What matters now' })).getByText(words)).toBeTruthy();
});

test('the status knows that an emergency was handed on', async () => {
  await open({
    panel: panel(p => {
      p.emergency.incident = incident({ status: 'acknowledged', acknowledged_by: 'Ana Souza' });
      p.operations.push(operation({ kind: 'hand_off' }));
    }),
  });
  expect(screen.getByText('Handed off by Amélie Laurent 1 min ago.')).toBeTruthy();
});

test.each([
  ['of low urgency', { urgency: 'low' }, /low: no phone rings/, /Paged, not acknowledged for/],
  ['just made', { created_at: at(-0.5), since: at(-0.5) }, /has been paged/, /^Paged just now, not acknowledged yet/],
  [
    'that waits again since a moment',
    { created_at: at(-70), since: at(-0.5) },
    /has been paged/,
    /^Not acknowledged yet/,
  ],
  ['that waits again', { created_at: at(-70), since: at(-2) }, /has been paged/, /^Not acknowledged for 2 min/],
] as const)('the status says what is of a page %s', async (_what, more, detail, title) => {
  await open({ panel: panel(p => Object.assign(p.emergency, { incident: incident(more) })) });
  const status = screen.getByRole('region', { name: 'What matters now' });
  expect(within(status).getByText(detail)).toBeTruthy();
  expect(within(status).getByText(title)).toBeTruthy();
});

test.each([
  ['of now says who was paged too', -1, /^Handed off by Amélie Laurent 1 min ago\. .* has been paged/],
  ['before a later change in PagerDuty is history', 5, /^[^.]* has been paged/],
] as const)('a hand-over %s', async (_what, since, words) => {
  await open({
    panel: panel(p => {
      p.emergency.incident = incident({ created_at: at(-70), since: at(since) });
      p.operations.push(operation({ kind: 'reassign_page' }));
    }),
  });
  expect(within(screen.getByRole('region', { name: 'What matters now' })).getByText(words)).toBeTruthy();
});
