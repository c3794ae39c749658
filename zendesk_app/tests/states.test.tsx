import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { render } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure, type FailureCode } from '../src/api/errors';
import { Outside } from '../src/ui/Outside';
import { Skeleton } from '../src/ui/Skeleton';
import { accessible, open } from './desk';
import { incident } from './world/emergency';
import { starIssue } from './world/issues';
import { operation } from './world/operation';
import { panel, source } from './world/panel';
import { manager } from './world/people';
import { at, NOW } from './world/time';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

test('a quiet ticket says so, shows who is on call and keeps its cards closed', async () => {
  await open();
  expect(screen.getByText('Nothing open')).toBeTruthy();
  expect(screen.getByRole('region', { name: 'History' }).textContent).toMatch(/as of (?:just now|\d+ (?:s|min) ago)/);
  const duty = screen.getByRole('region', { name: 'On call' });
  expect(duty.textContent).toContain('Amélie Laurent · Ana Souza');
  fireEvent.click(screen.getByRole('button', { name: 'On call' }));
  expect(within(duty).getByText('Tom Okafor')).toBeTruthy();
  for (const name of ['Emergency', 'STAR', 'Feedback', 'Macros']) {
    expect(screen.getByRole('button', { name }).getAttribute('aria-expanded')).toBe('false');
  }
  await accessible();
});

test.each([
  ['#duty', true],
  [null, false],
])('who looks only reads where to reach those on call: %s', async (on_call_channel, said) => {
  await open({
    panel: panel(p => Object.assign(p, { on_call_channel })),
    agent: { ...manager, role: 'light_agent', can: [] },
  });
  fireEvent.click(screen.getByRole('button', { name: 'On call' }));
  const duty = screen.getByRole('region', { name: 'On call' });
  expect(await within(duty).findByText('Tom Okafor')).toBeTruthy();
  expect(within(duty).queryByText('In Slack: #duty') !== null).toBe(said);
});

test('what PagerDuty sends and cannot be used is named in the on-call card, and the rest for managers below', async () => {
  const odd = 'PagerDuty schedule PSCHED1: shifts could not be read: X (GET /v3/schedules/PSCHED1 -> 200)';
  const bad = 'GitLab issue 7: created_at is no time';
  await open({
    panel: panel(p => {
      p.on_call.left_out = [odd];
      p.sources.pagerduty.skipped = [odd];
      p.sources.gitlab.skipped = [bad];
    }),
  });
  fireEvent.click(screen.getByRole('button', { name: 'On call' }));
  expect(await within(screen.getByRole('region', { name: 'On call' })).findByText(odd)).toBeTruthy();
  expect(screen.getAllByText(odd)).toHaveLength(1);
  expect(screen.getByText(bad)).toBeTruthy();
});

test('a STAR that cannot be read is named with its link, and the card does not say that there is none', async () => {
  const because = 'GitLab star issue 501: created_at is no time';
  await open({
    panel: panel(p => {
      p.star.unreadable = [{ iid: 501, url: 'https://gitlab.example/stars/-/issues/501', because }];
    }),
  });
  const card = screen.getByRole('region', { name: 'STAR' });
  expect(within(card).getByText('None that can be read')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'STAR' }));
  expect(await within(card).findByText(because)).toBeTruthy();
  expect(within(card).getByText('STAR #501').getAttribute('href')).toMatch(/501$/);
  expect(within(card).queryByText('Nobody has asked for attention to this ticket.')).toBeNull();
});

test('the gravest comes first and opens; what changes later does not move it', async () => {
  const { server, fire } = await open({
    panel: panel(p =>
      Object.assign(p.star, { state: 'submitted', issues: [starIssue({ level: 'red', due_at: at(-4) })] }),
    ),
  });
  const order = (): (string | null)[] =>
    screen
      .getAllByRole('heading', { level: 2 })
      .map(one => one.querySelector('.card-title')?.textContent ?? null)
      .filter(Boolean);
  expect(order()).toEqual(['STAR', 'Emergency', 'Feedback', 'Macros', 'On call', 'History']);
  server.panel = panel(p => Object.assign(p.emergency, { incident: incident() }));
  fire('ticket.updated');
  await screen.findByText('Paged, not acknowledged for 4 min');
  expect(order()).toEqual(['STAR', 'Emergency', 'Feedback', 'Macros', 'On call', 'History']);
});

const CODES: [FailureCode, RegExp][] = [
  ['unauthenticated', /Your session has ended/],
  ['forbidden', /may not/],
  ['not_found', /not known here/],
  ['unavailable', /right now/],
  ['rate_limited', /Too many requests/],
  ['internal', /server met an error/],
  ['offline', /cannot be reached/],
  ['timeout', /did not answer in time/],
  ['unreadable', /could not be read/],
];

test.each(CODES)('a first answer of %s has words of its own', async (code, words) => {
  await open({ panel: new ApiFailure(code, 'M:message') });
  expect(within(screen.getByRole('alert')).getByText(words)).toBeTruthy();
  await accessible();
});

test('trying again brings the panel back', async () => {
  const { server } = await open({ panel: new ApiFailure('unavailable', 'PagerDuty is down') });
  server.panel = panel();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Nothing open')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a later failure keeps what is known', async () => {
  const { server, fire } = await open();
  server.panel = new ApiFailure('offline', '');
  fire('ticket.updated');
  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(screen.getByText(/Below is what was known before/)).toBeTruthy();
  expect(screen.getByText('Nothing open')).toBeTruthy();
});

test('stale and unreachable sources are told apart, with the time of their data', async () => {
  await open({
    panel: panel(p =>
      Object.assign(p.sources, {
        zendesk: source('stale', at(-14)),
        pagerduty: source('unavailable', at(-22), 'E:503'),
      }),
    ),
  });
  expect(screen.getByText('PagerDuty cannot be reached')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  expect(await screen.findByText('Hand-1')).toBeTruthy();
  expect(screen.queryByText('E:503')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Details' }));
  expect(screen.getByText('E:503')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Macros' }));
  expect(await screen.findByText(/From Zendesk, last read/)).toBeTruthy();
  await accessible();
});

test('a source that fails is named at the top while its older data still shows', async () => {
  await open({ panel: panel(p => Object.assign(p.sources, { gitlab: source('stale', at(-1), 'E:503') })) });
  expect(screen.getByText('GitLab cannot be reached')).toBeTruthy();
  expect(screen.queryByText(/as of/)).toBeNull();
  await accessible();
});

test('macros that are known do not claim that nothing was read', async () => {
  await open({ panel: panel(p => Object.assign(p.sources, { zendesk: source('unavailable', null, 'E:503') })) });
  fireEvent.click(screen.getByRole('button', { name: 'Macros' }));
  expect(await screen.findByRole('searchbox')).toBeTruthy();
  expect(screen.queryByText('Nothing has been read from it yet.')).toBeNull();
});

test('a source that was never read is being read, not missing', async () => {
  await open({ panel: panel(p => Object.assign(p.sources, { gitlab: source('unavailable', null) })) });
  expect(screen.queryByText('GitLab cannot be reached')).toBeNull();
  expect(screen.getAllByText('GitLab: being read').length).toBeGreaterThan(0);
  await accessible();
});

test('an operation goes through its states, aloud, and can be put away once it has ended', async () => {
  const steps = [{ name: 'page', state: 'running' as const, detail: null, url: null, at: null }];
  const { server, fire } = await open({ panel: panel(p => p.operations.push(operation({ state: 'running', steps }))) });
  const progress = await screen.findByRole('group', { name: 'Progress: Emergency page' });
  expect(within(progress).getByText('Emergency page: in progress')).toBeTruthy();
  server.panel = panel(p => p.operations.push(operation({ state: 'failed', manual: ['Hand-4'] })));
  fire('ticket.updated');
  expect(await within(progress).findByText('Emergency page: failed')).toBeTruthy();
  expect(within(progress).getByText('Hand-4')).toBeTruthy();
  const aloud = document.querySelector('[aria-live="assertive"]');
  await waitFor(() => expect(aloud?.textContent).toBe('Emergency page: failed'));
  await accessible();
  fireEvent.click(screen.getByRole('button', { name: 'Hide: Emergency page' }));
  await waitFor(() => expect(screen.queryByRole('group', { name: 'Progress: Emergency page' })).toBeNull());
});

test('what is done is one line at its place, and its steps stand in the history', async () => {
  const step = (name: string, detail: string) => ({ name, state: 'done' as const, detail, url: null, at: null });
  const steps = [step('page', 'Incident #812.'), step('note', 'Note written.')];
  const failed = operation({ id: 'op-2', kind: 'call_manager', state: 'failed' });
  await open({ panel: panel(p => p.operations.push(operation({ state: 'done', steps }), failed)) });
  const receipt = screen.getByRole('group', { name: 'Progress: Emergency page' });
  expect(receipt.textContent).toContain('Emergency page: done');
  expect(within(receipt).queryByText('Note written.')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'History (2)' }));
  fireEvent.click(screen.getByRole('button', { name: 'Emergency page: done' }));
  expect(screen.getByText('Note written.')).toBeTruthy();
  // Put away where it stood, the failed one is still told there.
  fireEvent.click(screen.getByRole('button', { name: 'Hide: Call for the manager' }));
  expect(screen.queryByRole('group', { name: 'Progress: Call for the manager' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Call for the manager: failed' })).toBeTruthy();
  await accessible();
});

test('what is refused is named with the reason, and its text stands there to be copied', async () => {
  const refused = { name: 'note', state: 'waiting' as const, detail: 'Zendesk: no; trying again', url: null, at: null };
  const { steps } = operation();
  const manual = ['Write an internal note on ticket 1:\nPaged by Ada.\nReason: all is down'];
  const paged = operation({ state: 'running', steps: [...steps.slice(0, 1), refused], manual });
  await open({ panel: panel(p => p.operations.push(paged)) });
  const receipt = await screen.findByRole('group', { name: 'Progress: Emergency page' });
  expect(within(receipt).getByText('Paged. Internal note: still trying.')).toBeTruthy();
  expect(within(receipt).getByText('Internal note: Zendesk: no; trying again')).toBeTruthy();
  expect(within(receipt).getByText(/Reason: all is down/).textContent).toBe(manual[0]);
  await accessible();
});

test('what a later rest came to takes the place of the first failure, and offers what is left', async () => {
  const failed = (name: string, detail: string | null, lacks: string | null = null) =>
    ({ name, state: 'failed', detail, url: null, at: null, lacks }) as const;
  const steps = [
    failed('close', null),
    failed('slack_thread', 'no announcement was found'),
    failed('slack_reply', 'Not done', 'slack_thread'),
  ];
  const first = operation({ id: 'op-2', kind: 'reject_star', outcome: 'partly', steps, created_at: at(-2) });
  const done = { name: 'close', state: 'done' as const, detail: null, url: null, at: null };
  const more = { kind: 'do_the_rest', rest_of: 'reject_star', outcome: 'partly' as const, created_at: at(-1) };
  const rest = operation({ ...more, id: 'op-3', steps: [done, ...steps.slice(1)], rest: ['slack_thread'] });
  const { started } = await open({ panel: panel(p => p.operations.push(rest, { ...first, replaced: true })) });
  fireEvent.click(screen.getByRole('button', { name: 'STAR' }));
  const receipt = await screen.findByRole('group', { name: 'Progress: STAR rejection' });
  expect(receipt.textContent).toContain('Issue closed. Slack: failed.');
  // What was kept from being done by it is not told beside it.
  expect(receipt.textContent).toContain('Slack: no announcement was found');
  expect(within(receipt).queryByText(/Not done/)).toBeNull();
  fireEvent.click(within(receipt).getByRole('button', { name: 'Do the rest' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'do_the_rest', body: { operation: 'op-3' } }]));
  await accessible();
});

test('where nothing is offered, nobody is sent to a button', async () => {
  await open({ panel: panel(p => p.operations.push(operation({ outcome: 'partly' }))) });
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  await screen.findByRole('group', { name: 'Progress: Emergency page' });
  expect(screen.queryByText(/Do the rest from here/)).toBeNull();
});

test('once the rest of what failed in part is done, nobody is asked any more to do it by hand', async () => {
  const partly = operation({ id: 'op-2', outcome: 'partly', rest: ['note'], manual: ['Hand-5'], created_at: at(-2) });
  const { server, fire } = await open({ panel: panel(p => p.operations.push(partly)) });
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  expect(await screen.findByText('Hand-5')).toBeTruthy();
  const rest = operation({ id: 'op-3', kind: 'do_the_rest', rest_of: 'trigger_emergency', created_at: at(-1) });
  server.panel = panel(p => p.operations.push(rest, { ...partly, rest: [], replaced: true }));
  fire('ticket.updated');
  await waitFor(() => expect(screen.queryByText('Hand-5')).toBeNull());
  expect(screen.getAllByRole('group', { name: 'Progress: Emergency page' })).toHaveLength(1);
  expect(screen.getByRole('button', { name: 'History (2)' })).toBeTruthy();
});

test('notices come before everything else and bring their text for the draft', async () => {
  const { host } = await open({
    panel: panel(p =>
      p.notices.push({
        id: 'compromised',
        title: 'N:title',
        text: 'N:text',
        insert: 'N:insert',
        links: [{ title: 'N:page', url: 'https://handbook.example/compromised', card: 'notices' }],
      }),
    ),
  });
  fireEvent.click(screen.getByRole('button', { name: 'N:title' }));
  expect(await screen.findByText('N:text')).toBeTruthy();
  expect(screen.getByRole('link', { name: /^N:page/ })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Insert into draft: N:title' }));
  await waitFor(() => expect(host.insertReply).toHaveBeenCalledWith('N:insert'));
  await accessible();
});

test('a ticket that was never saved waits for its number', async () => {
  const { host, fire } = await open({ ticket: null });
  expect(screen.getByText('Not saved yet')).toBeTruthy();
  host.ticket = () => Promise.resolve({ id: 7, updatedAt: null });
  fire('ticket.submit.done');
  expect(await screen.findByText('Nothing open')).toBeTruthy();
});

test('while it loads, and outside of Zendesk', async () => {
  const { container } = render(
    <>
      <Skeleton />
      <Outside />
    </>,
  );
  expect(screen.getByRole('status', { name: 'Loading' })).toBeTruthy();
  expect(screen.getByText('Open this beside a ticket')).toBeTruthy();
  await accessible(container);
});
