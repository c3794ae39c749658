import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure } from '../src/api/errors';
import { accessible, open } from './desk';
import { type } from './forms';
import { starIssue } from './world/issues';
import { operation } from './world/operation';
import { panel, source } from './world/panel';
import { engineer, manager } from './world/people';
import { at, NOW } from './world/time';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

const withIssue = (more: Parameters<typeof starIssue>[0] = {}) =>
  panel(p => {
    const issue = starIssue(more);
    Object.assign(p.star, { state: issue.state, issues: [issue] });
  });

test('an open STAR opens its card and shows its clock', async () => {
  await open({ panel: withIssue() });
  const card = screen.getByRole('region', { name: 'STAR' });
  expect(within(card).getByText('12 min left')).toBeTruthy();
  expect(within(card).getByText('Jürgen Müller')).toBeTruthy();
  expect(within(card).queryByRole('button', { name: 'Open a STAR' })).toBeNull();
  expect(screen.getByRole('region', { name: 'What matters now' }).textContent).toContain('STAR: Urgent, 12 min left');
  await accessible();
});

test('acknowledging is one click', async () => {
  const { started, server } = await open({ panel: withIssue() });
  server.outcome = operation({ id: 'op-ack', kind: 'acknowledge_star', steps: [] });
  // The status has the button: the card shows the step as the next one, without a second button.
  expect(screen.getByText('M:acknowledge')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /^Acknowledge/ }));
  expect(await screen.findByText('STAR acknowledgement: done')).toBeTruthy();
  expect(started).toMatchObject([{ kind: 'acknowledge_star', body: {} }]);
});

test('a rejection that is half done is ended and not acknowledged', async () => {
  const half = panel(p => {
    Object.assign(p.star, { state: 'submitted', issues: [starIssue({ half_rejected: 'op-7' })] });
    const steps = [{ name: 'issue_note', state: 'done' as const, detail: null, url: null, at: null }];
    p.operations.push(operation({ id: 'op-7', kind: 'reject_star', outcome: 'partly', rest: ['close'], steps }));
  });
  const { started } = await open({ panel: half });
  const top = screen.getByRole('region', { name: 'What matters now' });
  expect(top.textContent).toContain('STAR: Urgent, 12 min left');
  expect(within(top).getByText('Rejection half done')).toBeTruthy();
  const card = screen.getByRole('region', { name: 'STAR' });
  expect(within(card).getAllByText('Rejection half done').length).toBe(2);
  expect(screen.queryByText('Submitted')).toBeNull();
  expect(screen.queryByText('M:acknowledge')).toBeNull();
  expect(screen.queryByRole('button', { name: /^Acknowledge/ })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Reject' })).toBeNull();
  fireEvent.click(within(top).getByRole('button', { name: 'Do the rest' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'do_the_rest', body: { operation: 'op-7' } }]));
  await accessible();
});

test('an answer of the release before, which says nothing of rejections, is a STAR like any other', async () => {
  const before = starIssue();
  delete before.half_rejected;
  const { server } = await open({ panel: panel(p => Object.assign(p.star, { state: 'submitted', issues: [before] })) });
  expect(screen.getByText('M:acknowledge')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Reject' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Assign' }));
  server.assignee = { username: 'ghost', known: false, warnings: [] };
  type('GitLab username', 'ghost');
  expect(await screen.findByText('GitLab knows no user @ghost')).toBeTruthy();
});

test('while the rest of a rejection is done nothing offers it again', async () => {
  const failed = operation({ kind: 'reject_star', state: 'failed', outcome: 'partly', rest: ['close'] });
  const resting = operation({ id: 'op-8', kind: 'do_the_rest', state: 'running', rest_of: 'reject_star' });
  await open({
    panel: panel(p => {
      Object.assign(p.star, { state: 'submitted', issues: [starIssue({ half_rejected: 'op-7' })] });
      p.operations.push(resting, failed);
    }),
  });
  expect(screen.getByRole('region', { name: 'What matters now' }).textContent).toContain('STAR rejection: in progress');
  expect(screen.queryByRole('button', { name: 'Do the rest' })).toBeNull();
});

test('once a STAR is acknowledged the status leads to the form that names an engineer', async () => {
  await open({ panel: withIssue({ state: 'acknowledged' }) });
  const top = screen.getByRole('region', { name: 'What matters now' });
  expect(top.textContent).toContain('It has no DRI yet.');
  fireEvent.click(within(top).getByRole('button', { name: 'Assign an engineer…' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(/GitLab username/)));
});

test('who may not name an engineer is not led there', async () => {
  await open({ panel: withIssue({ state: 'acknowledged' }), agent: engineer });
  expect(screen.queryByRole('button', { name: 'Assign an engineer…' })).toBeNull();
});

test('a name that GitLab does not know is said once, and not sent', async () => {
  const { started, server } = await open({ panel: withIssue() });
  fireEvent.click(screen.getByRole('button', { name: 'Assign' }));
  server.assignee = { username: 'ghost', known: false, warnings: [] };
  type('GitLab username', 'ghost');
  await screen.findByText('GitLab knows no user @ghost');
  fireEvent.click(screen.getByRole('button', { name: 'Assign DRI' }));
  expect(document.activeElement).toBe(screen.getByLabelText(/GitLab username/));
  expect(started).toEqual([]);
  expect(screen.getAllByText('GitLab knows no user @ghost')).toHaveLength(1);
  await accessible();
});

test('who may not reject is told of it, and offered nothing', async () => {
  await open({ panel: withIssue({ half_rejected: 'op-7' }), agent: engineer });
  const top = screen.getByRole('region', { name: 'What matters now' });
  expect(top.textContent).toContain('Rejection half done');
  expect(within(top).queryByRole('button')).toBeNull();
});

test('beside a graver matter the step in the card has the button', async () => {
  const issue = starIssue();
  const both = panel(p => {
    Object.assign(p.star, { state: issue.state, issues: [issue] });
    p.emergency.reported = { by: 'form', at: at(-39) };
  });
  const { started } = await open({ panel: both });
  fireEvent.click(screen.getByRole('button', { name: 'STAR' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Acknowledge: M:acknowledge' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'acknowledge_star', body: {} }]));
});

test('the next step has the button of its form, which stands nowhere else', async () => {
  const mechanics = starIssue().mechanics.map(step => ({ ...step, done: step.id === 'acknowledge' }));
  const { server, fire } = await open({ panel: withIssue({ state: 'acknowledged', mechanics }) });
  expect(screen.getAllByRole('button', { name: /^Assign/ })).toHaveLength(1);
  server.panel = panel(p => {
    Object.assign(p.star, { state: 'acknowledged', issues: [starIssue({ state: 'acknowledged', mechanics })] });
    p.emergency.reported = { by: 'form', at: at(-39) };
  });
  fire('ticket.updated');
  fireEvent.click(await screen.findByRole('button', { name: 'Assign: M:assign' }));
  expect(screen.getAllByRole('button', { name: /^Assign/ })).toHaveLength(2);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('GitLab username')));
});

test.each([
  ['Assign', 'Assign DRI', { 'GitLab username': '@ana' }, 'assign_star', { username: 'ana' }],
  ['Comment', 'Send comment', { 'Comment on the STAR issue': 'Why?' }, 'comment_star', { text: 'Why?' }],
  ['Resolve', 'Resolve STAR', { 'What happens next': 'Ana replies' }, 'resolve_star', { comment: 'Ana replies' }],
] as const)('%s', async (tab, submit, texts, kind, body) => {
  const { started } = await open({ panel: withIssue() });
  fireEvent.click(screen.getByRole('button', { name: tab }));
  for (const [label, text] of Object.entries(texts)) type(label, text);
  fireEvent.click(screen.getByRole('button', { name: submit }));
  await waitFor(() => expect(started).toMatchObject([{ kind, body }]));
  await waitFor(() => expect(screen.queryByRole('button', { name: submit })).toBeNull());
});

test('rejecting says first what it ends and who reads it', async () => {
  const { started } = await open({ panel: withIssue() });
  fireEvent.click(screen.getByRole('button', { name: 'Reject' }));
  type('Why not', 'No case');
  type('Agreed alternative', 'Monday');
  fireEvent.click(screen.getByRole('button', { name: 'Reject STAR' }));
  const dialog = await screen.findByRole('dialog', { name: 'Reject STAR #77?' });
  expect(within(dialog).getByText(/Jürgen Müller reads there why/)).toBeTruthy();
  expect(document.activeElement).toBe(within(dialog).getByRole('button', { name: 'Cancel' }));
  await accessible(dialog);
  expect(started).toEqual([]);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Reject STAR #77' }));
  await waitFor(() =>
    expect(started).toMatchObject([{ kind: 'reject_star', body: { why: 'No case', alternative: 'Monday' } }]),
  );
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('an agent may comment, and reads who does the rest', async () => {
  await open({ panel: withIssue(), agent: engineer });
  expect(screen.getByRole('button', { name: 'Comment' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Resolve' })).toBeNull();
  expect(screen.getByText('Taking, resolving or rejecting a STAR is for Support Managers.')).toBeTruthy();
});

test('nothing is offered that the server does not have yet', async () => {
  await open({ panel: withIssue(), agent: { ...manager, can: ['open_star', 'trigger_emergency'] } });
  for (const name of ['Acknowledge', 'Assign', 'Comment', 'Resolve', 'Reject']) {
    expect(screen.queryByRole('button', { name })).toBeNull();
  }
  expect(screen.queryByText(/is for Support Managers/)).toBeNull();
});

test('unknown is never shown as none', async () => {
  const down = source('unavailable', null, 'connection refused');
  await open({ panel: panel(p => Object.assign(p.sources, { gitlab: down })) });
  expect(screen.getByRole('button', { name: 'STAR', description: 'Not known' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'STAR' }));
  expect(await screen.findByText('Whether there is a STAR is not known.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Details' }));
  expect(screen.getByText('connection refused')).toBeTruthy();
});

test('a closed STAR leaves room for the next', async () => {
  await open({ panel: withIssue({ state: 'unstarred', due_at: null, created_at: at(-900) }) });
  fireEvent.click(screen.getByRole('button', { name: 'STAR' }));
  expect(await screen.findByRole('button', { name: 'Open a STAR' })).toBeTruthy();
});

test('what speaks against somebody is said before they are assigned', async () => {
  const { started, server } = await open({ panel: withIssue() });
  fireEvent.click(screen.getByRole('button', { name: 'Assign' }));
  server.assignee = { username: 'ana', known: true, warnings: ['W:on call'], like: [] };
  type('GitLab username', '@ana');
  expect(await screen.findByText('Think twice about @ana')).toBeTruthy();
  expect(screen.getByText('W:on call')).toBeTruthy();
  expect(started).toEqual([]);
  server.assignee = { username: 'ghost', known: false, warnings: [], like: [] };
  type('GitLab username', 'ghost');
  expect(await screen.findByText('GitLab knows no user @ghost')).toBeTruthy();
  const like = [{ username: 'anabel', name: 'Anabel Ruiz' }];
  server.assignee = { username: 'anab', known: false, warnings: [], like };
  type('GitLab username', 'anab');
  fireEvent.click(await screen.findByRole('button', { name: 'Anabel Ruiz @anabel' }));
  expect(screen.getByLabelText<HTMLInputElement>(/GitLab username/).value).toBe('anabel');
  expect(started).toEqual([]);
  server.assignee = new ApiFailure('unavailable', '');
  type('GitLab username', 'ben');
  expect(await screen.findByText('Whether they are free could not be checked.')).toBeTruthy();
});

test('the steps of a STAR say what Slack needs', async () => {
  await open({ panel: withIssue() });
  const card = screen.getByRole('region', { name: 'STAR' });
  expect(within(card).getByRole('button', { name: 'Steps: 0 of 2 done' })).toBeTruthy();
  expect(within(card).getByText(/In Slack, by hand: :eyes: somewhere/)).toBeTruthy();
  fireEvent.click(within(card).getByRole('button', { name: 'Good to know in Slack' }));
  expect(await within(card).findByText('R:slack')).toBeTruthy();
  expect(
    within(card)
      .getAllByRole('link', { name: /Thread|thread/ })[0]
      ?.getAttribute('href'),
  ).toContain('slack.example');
});

test('the status opens the form that does the step', async () => {
  const mechanics = [
    { id: 'acknowledge', text: 'M:acknowledge', slack: null, done: true, by_person: false },
    { id: 'assign', text: 'M:assign', slack: null, done: false, by_person: false },
  ];
  await open({ panel: withIssue({ state: 'acknowledged', mechanics }) });
  fireEvent.click(screen.getByRole('button', { name: 'Assign an engineer…' }));
  expect(await screen.findByRole('form', { name: 'Assign' })).toBeTruthy();
  await accessible();
});

test('the macro that was missed is applied from its step', async () => {
  const mechanics = [{ id: 'crosslink', text: 'M:link', slack: null, done: false, by_person: false }];
  const { started } = await open({ panel: withIssue({ state: 'in_progress', mechanics }) });
  fireEvent.click(screen.getByRole('button', { name: 'Apply now: M:link' }));
  expect(started).toEqual([]);
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Apply macro' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'apply_macro', body: { macro_id: 1 } }]));
});

test('what was asked, said and why it was rejected stands on the card as text, its length limited', async () => {
  const long = `${'word '.repeat(60)}end`;
  await open({
    panel: panel(p => {
      Object.assign(p.star, {
        state: 'unstarred',
        issues: [
          starIssue({
            state: 'unstarred',
            reason: '<b>Launch</b>',
            desired_result: long,
            plan: 'W:plan',
            rejection: { why: 'W:why', alternative: 'W:instead', by: 'Tom Okafor', at: at(-5) },
            comments: [{ text: 'W:comment', by: 'Ana Souza', at: at(-9) }],
          }),
        ],
      });
    }),
  });
  fireEvent.click(screen.getByRole('button', { name: 'STAR' }));
  for (const words of ['<b>Launch</b>', 'W:plan', 'W:why', 'W:instead', 'W:comment']) {
    expect(await screen.findByText(words)).toBeTruthy();
  }
  expect(screen.queryByText(/end$/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'more' }));
  expect(screen.getByText(/word end/)).toBeTruthy();
  await accessible();
});
