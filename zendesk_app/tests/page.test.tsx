import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { accessible, open } from './desk';
import { incident, question } from './world/emergency';
import { operation } from './world/operation';
import { panel } from './world/panel';
import { engineer } from './world/people';
import { at, NOW } from './world/time';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

const paged = panel(p => {
  p.emergency.incident = incident({ status: 'triggered' });
  p.emergency.reassign = [
    { to: 'PBEN', name: 'Ben Okri', role: 'engineer', now: false },
    { to: 'level:2', name: 'L:managers', role: null, now: false },
  ];
});

const press = (name: string): boolean => fireEvent.click(screen.getByRole('button', { name }));
const type = (label: RegExp, value: string): boolean =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });

test('an engineer calls the manager, and the confirmation names who is woken', async () => {
  const called = panel(p => {
    p.emergency.incident = incident({ status: 'triggered' });
    p.emergency.manager_call.offered = true;
  });
  const { started } = await open({ panel: called, agent: engineer });
  type(/What the manager needs to know/, 'They ask for you');
  press('Page the manager');
  const dialog = await screen.findByRole('dialog', { name: 'Page the manager on call?' });
  // The very message, title included: it is made of what was written.
  expect(await within(dialog).findByText('T:page')).toBeTruthy();
  expect(within(dialog).getByText('Summary: They ask for you')).toBeTruthy();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Page Amélie Laurent' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'call_manager', body: { summary: 'They ask for you' } }]));
});

test('how far the latest call is stands on the ticket', async () => {
  await open({
    panel: panel(p => {
      p.emergency.incident = incident({ status: 'triggered' });
      p.emergency.manager_call.incident = {
        number: 99,
        status: 'acknowledged',
        url: 'https://pagerduty.example/P99',
        created_at: at(-3),
        acknowledged_by: 'Amélie Laurent',
      };
    }),
  });
  expect(screen.getByText(/Manager called:/).textContent).toContain('Amélie Laurent is on it');
});

test('acknowledging names the incident', async () => {
  const { started } = await open({ panel: paged });
  press('Acknowledge');
  const form = screen.getByRole('form', { name: 'Page acknowledgement' });
  expect(form.textContent).toContain('Incident #812 is acknowledged');
  fireEvent.click(within(form).getByRole('button', { name: 'Acknowledge' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'acknowledge_page' }]));
});

test('resolving asks whether the customer has been contacted', async () => {
  const { started } = await open({ panel: paged });
  press('Resolve');
  expect(screen.getByText('The ticket shows no public reply since the page.')).toBeTruthy();
  await accessible();
  fireEvent.click(
    within(screen.getByRole('group', { name: 'Has the customer been contacted?' })).getByLabelText('Yes'),
  );
  press('Resolve the page');
  await waitFor(() => expect(started).toMatchObject([{ kind: 'resolve_page', body: { contacted: true } }]));
});

test('somebody else is asked to join, never a level', async () => {
  const { started } = await open({ panel: paged });
  press('Add people');
  const list = screen.getByLabelText<HTMLSelectElement>('Who is asked');
  expect([...list.options].map(option => option.text)).toEqual([
    'Ben Okri',
    'Everybody on call for Policy-A',
    'Somebody else',
  ]);
  type(/What they are asked/, 'Gitaly is down');
  press('Ask them to join');
  await waitFor(() =>
    expect(started).toMatchObject([{ kind: 'add_responders', body: { users: ['PBEN'], message: 'Gitaly is down' } }]),
  );
});

test('a policy is asked to join by its id', async () => {
  const { started } = await open({ panel: paged });
  press('Add people');
  fireEvent.change(screen.getByLabelText('Who is asked'), { target: { value: 'policy:PPOL' } });
  type(/What they are asked/, 'Gitaly is down');
  press('Ask them to join');
  await waitFor(() =>
    expect(started).toMatchObject([{ kind: 'add_responders', body: { policy: 'PPOL', message: 'Gitaly is down' } }]),
  );
});

test('the page is escalated to a level after a confirmation', async () => {
  const { started } = await open({ panel: paged });
  press('Escalate');
  press('Escalate the page');
  const dialog = await screen.findByRole('dialog', { name: /Escalate incident/ });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Page L:managers' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'escalate_page', body: { level: 2 } }]));
});

test('who may not handle the page is offered none of it', async () => {
  await open({ panel: paged, agent: engineer });
  expect(screen.queryByRole('button', { name: 'Resolve' })).toBeNull();
});

test('the chosen symptom shows when it is an emergency and when it is none', async () => {
  await open({
    panel: panel(p => {
      p.emergency.questions.push(
        question('symptom', 'symptom', {
          values: [{ value: 'git', label: 'L:git' }],
          prefill: { value: 'git', source: 'S:tag' },
        }),
      );
    }),
  });
  fireEvent.click(screen.getByRole('button', { name: /Emergency/ }));
  fireEvent.click(await screen.findByRole('button', { name: /more question/ }));
  expect(await screen.findByText(/An emergency if M:if. None if M:not./)).toBeTruthy();
});

test('a page that the process leans on stands on its card', async () => {
  await open({ panel: paged });
  const link = screen.getByRole<HTMLAnchorElement>('link', { name: /K:emergency/ });
  expect(link.href).toBe('https://handbook.example/special');
});

test.each([
  ['by this agent', 1, at(-10), 0],
  ['by somebody else', 2, at(-10), 1],
  ['before it came to somebody else', 1, at(-2), 1],
])('a page acknowledged %s', async (_what, actor_id, since, offered) => {
  await open({
    panel: panel(p => {
      p.emergency.incident = incident({ status: 'acknowledged', since });
      p.operations.push(operation({ kind: 'acknowledge_page', actor_id, created_at: at(-10) }));
    }),
  });
  await screen.findByRole('button', { name: 'Resolve' });
  expect(screen.queryAllByRole('button', { name: 'Acknowledge' })).toHaveLength(offered);
});
