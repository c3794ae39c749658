import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure } from '../src/api/errors';
import type { Assessment, Panel } from '../src/api/types';
import { accessible, open } from './desk';
import { at, engineer, incident, NOW, operation, panel, plan, question, source } from './world';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

const card = (): Promise<HTMLElement> => screen.findByRole('region', { name: 'Emergency' });

async function expand(): Promise<void> {
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  await card();
}

function answer(group: string, value: string): void {
  fireEvent.click(within(screen.getByRole('group', { name: group })).getByRole('radio', { name: value }));
}

const judged = (verdict: 'emergency' | 'not_emergency' | 'needs_info', missing: string[] = []): Assessment => ({
  entitlement: { answer: 'yes', rule: 'E6', because: 'B:entitled', fired: [] },
  qualification: {
    verdict,
    rule: 'Q2',
    because: 'B:verdict',
    fired: [],
    missing,
    macros: ['macro::strict', 'Macro::Gone'],
    downgrade: null,
    who: [],
  },
  reply: verdict === 'not_emergency' ? 'D:message' : null,
});

test('the text for the customer goes into the draft', async () => {
  const { host } = await open({ assessment: judged('not_emergency') });
  await expand();
  answer('Q:production', 'Ja!');
  fireEvent.click(await screen.findByRole('button', { name: 'Insert into draft: Text for the customer' }));
  await waitFor(() => expect(host.insertReply).toHaveBeenCalledWith('D:message'));
  await accessible();
});

async function confirmPage(reason = 'Down for all'): Promise<HTMLElement> {
  fireEvent.input(screen.getByLabelText(/Reason for the page/), { target: { value: reason } });
  fireEvent.click(screen.getByRole('button', { name: 'Trigger emergency page' }));
  return screen.findByRole('dialog', { name: 'Page for ticket #4242?' });
}

test('the answers are judged as they are given, and the verdict brings its macros', async () => {
  const { host } = await open({ assessment: judged('emergency') });
  await expand();
  answer('Q:production', 'Ja!');
  answer('Q:scope', 'L:all');
  expect(await screen.findByText('B:verdict', { exact: false })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Insert into draft: Macro::Strict' }));
  await waitFor(() => expect(host.insertMacro).toHaveBeenCalledWith(1));
  expect(screen.getByText('Not found among the macros here.')).toBeTruthy();
  await accessible();
});

test('an answer read from the ticket is chosen already and says where it was read', async () => {
  const filled = question('production', 'strict', { prefill: { value: 'yes', source: 'the tag down' } });
  await open({
    panel: panel(p => p.emergency.questions.splice(0, 1, filled)),
    assessment: judged('needs_info', ['scope']),
  });
  await expand();
  const group = screen.getByRole('group', { name: 'Q:production' });
  expect(within(group).getByRole<HTMLInputElement>('radio', { name: 'Ja!' }).checked).toBe(true);
  expect(within(group).getByText('Read from: the tag down')).toBeTruthy();
  const open_ = await screen.findByText('Still open');
  expect(within(open_.parentElement ?? document.body).getByText('Q:scope')).toBeTruthy();
});

test('the other questions open by themselves once only they can decide', async () => {
  const { server } = await open({ assessment: judged('needs_info', ['legal']) });
  await expand();
  expect(screen.queryByRole('group', { name: 'Q:legal' })).toBeNull();
  answer('Q:production', 'Ja!');
  answer('Q:unusable', 'Ja!');
  answer('Q:scope', 'L:some');
  expect(await screen.findByRole('group', { name: 'Q:legal' })).toBeTruthy();
  expect(server.assessment).toBeTruthy();
});

test('the confirmation names what will happen, and Cancel has the focus', async () => {
  await open({ assessment: judged('emergency') });
  await expand();
  answer('Q:production', 'Ja!');
  await screen.findByText('B:verdict', { exact: false });
  const dialog = await confirmPage();
  for (const words of ['S:subject', 'Svc-A', 'Policy-A', '4242', 'Ana Souza']) {
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

const crowd = (count: number): Panel['emergency']['others_open'] =>
  Array.from({ length: count }, (_, place) => ({
    number: place,
    ticket_id: 5000 + place,
    title: 'T',
    url: 'https://x.example',
    assigned_to: ['Ana Souza'],
    assigned_ids: ['PANA01'],
    status: place === 0 ? 'triggered' : 'acknowledged',
    created_at: at(-100 + place),
  }));

test('of many other emergencies three are shown, those that wait first', async () => {
  await open({ panel: panel(p => Object.assign(p.emergency, { others_open: crowd(18), others_total: 18 })) });
  await expand();
  const named = (): (string | null)[] =>
    screen.getAllByRole('button', { name: /^Ticket #/ }).map(one => one.textContent);
  expect(named()).toEqual(['Ticket #5000', 'Ticket #5001', 'Ticket #5002']);
  fireEvent.click(screen.getByRole('button', { name: '15 more' }));
  expect(named()).toHaveLength(18);
  expect(screen.queryByText(/on the shift board/)).toBeNull();
});

test('where a panel does not hold them all it says so, and nobody is said to have so and so many', async () => {
  await open({ panel: panel(p => Object.assign(p.emergency, { others_open: crowd(50), others_total: 1000 })) });
  await expand();
  expect(screen.getByText('1000 other emergencies are open')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: '997 more' }));
  expect(screen.getByText('950 more on the shift board')).toBeTruthy();
  const dialog = await confirmPage();
  expect(within(dialog).queryByText(/who has/)).toBeNull();
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

test('an open incident takes the place of the trigger and says who is on it', async () => {
  const taken = incident({
    status: 'acknowledged',
    acknowledged_at: at(-2),
    acknowledged_by: 'Ana Souza',
    meaning: 'M:ack',
  });
  const blocked = 'Incident #812 is open.';
  await open({
    panel: panel(p => {
      Object.assign(p.emergency, { incident: taken, blocked, others_total: 1 });
      p.emergency.others_open = [
        {
          number: 9,
          ticket_id: 5151,
          title: '5151',
          status: 'triggered',
          url: 'https://pagerduty.example/P9',
          created_at: at(-6),
          assigned_to: [],
          assigned_ids: [],
        },
      ];
    }),
  });
  expect(screen.getByText('Ana Souza is on it.')).toBeTruthy();
  expect(screen.getByText('M:ack')).toBeTruthy();
  expect(screen.getByText('26 min left')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Trigger emergency page' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Ticket #5151' })).toBeTruthy();
  await accessible();
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

test('a page in doubt shows the way by hand', async () => {
  const doubt = operation({
    state: 'unknown',
    manual: ['Hand-3'],
    steps: [{ name: 'page', state: 'unknown', detail: null, url: null, at: null }],
  });
  await open({ panel: panel(p => p.operations.push(doubt)) });
  expect(screen.getByRole('region', { name: 'What matters now' }).textContent.trim()).toBe(
    'Emergency page: not confirmed',
  );
  const progress = screen.getByRole('group', { name: 'Progress: Emergency page' });
  expect(within(progress).getByText('Hand-3')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Trigger emergency page' })).toBeNull();
  await accessible(progress);
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

test('the backup pool stands behind a warning until it is offered', async () => {
  const { started } = await open();
  await expand();
  fireEvent.click(screen.getByRole('button', { name: 'Page the backup pool' }));
  expect(screen.getByText(/second emergency at an APAC weekend/)).toBeTruthy();
  fireEvent.input(screen.getByLabelText('Brief summary'), { target: { value: 'Two at once' } });
  fireEvent.click(screen.getByRole('button', { name: 'Page backup engineers' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Page Pool-A' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'page_backup_pool', body: { summary: 'Two at once' } }]));
});

test('the assessment is recorded with the agent’s own verdict and why', async () => {
  const { started } = await open({ assessment: judged('not_emergency') });
  await expand();
  answer('Q:production', 'Nein!');
  fireEvent.click(await screen.findByRole('button', { name: 'Record assessment' }));
  fireEvent.change(screen.getByLabelText('Verdict'), { target: { value: 'exception' } });
  fireEvent.input(await screen.findByLabelText('Why you decide otherwise'), { target: { value: 'Audit tomorrow' } });
  fireEvent.click(screen.getByRole('button', { name: 'Record in the ticket' }));
  await waitFor(() => expect(started).toHaveLength(1));
  expect(started[0]?.body).toMatchObject({
    answers: { production: 'no', unusable: 'unknown' },
    override: { verdict: 'exception', reason: 'Audit tomorrow' },
  });
});

test('who is not entitled gets a text of their own, without a question asked', async () => {
  const shown = panel();
  shown.emergency.entitlement = { answer: 'no', rule: 'E8', because: 'B:unpaid', fired: [] };
  const assessment: Assessment = { entitlement: shown.emergency.entitlement, qualification: null, reply: 'D:unpaid' };
  const { host } = await open({ panel: shown, assessment });
  await expand();
  fireEvent.click(await screen.findByRole('button', { name: 'Insert into draft: Text for the customer' }));
  await waitFor(() => expect(host.insertReply).toHaveBeenCalledWith('D:unpaid'));
});

test('the call is a link that shows where it leads, and tells a manager to lead it', async () => {
  const url = 'https://zoom.example/j/1?pwd=a';
  await open({ panel: panel(p => Object.assign(p.emergency, { call_url: url })) });
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  const link = await screen.findByRole<HTMLAnchorElement>('link', { name: new RegExp('zoom.example/j/1') });
  expect(link.href).toBe(url);
  expect(screen.getByText(/You lead it where needed/)).toBeTruthy();
  await accessible();
});

test('after a downgrade the number of another ticket that continues is asked for, and sent once it is one', async () => {
  const none = judged('not_emergency');
  Object.assign(none.qualification ?? {}, { downgrade: 'D:message' });
  const { server } = await open({ assessment: none });
  await expand();
  expect(screen.queryByLabelText(/Another ticket continues/)).toBeNull();
  answer('Q:production', 'Ja!');
  const field = await screen.findByLabelText(/Another ticket continues/);
  expect(server.continues).toBeNull();
  fireEvent.input(field, { target: { value: 'soon' } });
  fireEvent.input(field, { target: { value: '#4711 ' } });
  await waitFor(() => expect(server.continues).toBe(4711));
  await accessible();
});
