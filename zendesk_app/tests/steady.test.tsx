import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiFailure } from '../src/api/errors';
import { onWake } from '../src/api/wake';
import { Button } from '../src/ui/Button';
import { open } from './desk';
import { incident, question } from './world/emergency';
import { starIssue } from './world/issues';
import { operation } from './world/operation';
import { panel } from './world/panel';
import { at, NOW } from './world/time';

afterEach(() => vi.useRealTimers());

const urgent = panel(p => {
  p.emergency.reported = { by: 'answers', at: at(-39) };
  p.emergency.questions.splice(0, 1, question('production', 'strict', { prefill: { value: 'yes', source: 's' } }));
});
const paged = panel(p => Object.assign(p.emergency, { incident: incident(), questions: urgent.emergency.questions }));
const reason = (): HTMLElement => screen.getByLabelText(/Reason for the page/);
const top = (): HTMLElement => screen.getByRole('region', { name: 'What matters now' });

test('what stands below a verdict that is still coming waits for it', async () => {
  const { view } = await open({ panel: urgent, assessment: new Promise(() => undefined) });
  const waiting = view.container.querySelector('.coming');
  expect(waiting).toBeTruthy();
  // What one presses first does not wait.
  expect(waiting?.compareDocumentPosition(screen.getByRole('button', { name: 'Trigger emergency page' }))).toBe(
    Node.DOCUMENT_POSITION_PRECEDING,
  );
  view.unmount();
  const again = await open({ panel: urgent });
  await waitFor(() => expect(again.view.container.querySelector('.coming')).toBeNull());
});

test('while somebody types the status follows and the cards wait, for a while', async () => {
  const { server, fire } = await open({ panel: urgent });
  vi.useFakeTimers({ now: NOW });
  fireEvent.input(reason(), { target: { value: 'Down' } });
  server.panel = paged;
  fire('ticket.updated');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(top().textContent).toContain('Paged, not acknowledged');
  expect(reason()).toBeTruthy();
  await act(async () => {
    await vi.advanceTimersByTimeAsync(9_000);
  });
  expect(screen.queryByLabelText(/Reason for the page/)).toBeNull();
  expect(screen.getByText('Incident #812')).toBeTruthy();
});

test('what somebody does shows at once, also in the middle of typing', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  const { server } = await open({ panel: urgent });
  fireEvent.input(reason(), { target: { value: 'Down' } });
  fireEvent.click(screen.getByRole('button', { name: 'Trigger emergency page' }));
  const dialog = await screen.findByRole('dialog');
  server.outcome = operation({ id: 'op-new' });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Page Ana Souza' }));
  expect(await screen.findByRole('group', { name: 'Progress: Emergency page' })).toBeTruthy();
});

test('what was open, typed and answered is there again when the iframe is rebuilt', async () => {
  const first = await open();
  fireEvent.click(screen.getByRole('button', { name: 'STAR' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Open a STAR' }));
  fireEvent.input(screen.getByLabelText(/Desired result/), { target: { value: 'A call' } });
  fireEvent.click(within(screen.getByRole('group', { name: /asked the engineer/ })).getByRole('radio', { name: 'No' }));
  first.view.unmount();
  await open();
  expect(screen.getByLabelText<HTMLTextAreaElement>(/Desired result/).value).toBe('A call');
  const asked = within(screen.getByRole('group', { name: /asked the engineer/ }));
  expect(asked.getByRole<HTMLInputElement>('radio', { name: 'No' }).checked).toBe(true);
});

test('where something was typed stays open although nothing urgent is left', async () => {
  const first = await open({ panel: urgent });
  fireEvent.input(reason(), { target: { value: 'Down' } });
  first.view.unmount();
  await open();
  expect(screen.getByLabelText<HTMLTextAreaElement>(/Reason for the page/).value).toBe('Down');
});

test('a priority or form that is not submitted is said, until it is', async () => {
  const { host, fire } = await open();
  const words = (): HTMLElement | null => screen.queryByText(/not submitted yet/);
  expect(words()).toBeNull();
  host.chosen = () => Promise.resolve({ priority: 'urgent', form: 1 });
  fire('ticket.priority.changed');
  await waitFor(() => expect(words()).toBeTruthy());
  host.chosen = () => Promise.resolve({ priority: 'normal', form: 2 });
  fire('ticket.form.id.changed');
  await waitFor(() => expect(words()).toBeTruthy());
  fire('ticket.submit.done');
  await waitFor(() => expect(words()).toBeNull());
});

test('what somebody else saved meanwhile is no choice of the agent', async () => {
  const { fire, host, server } = await open();
  server.panel = panel(p => {
    Object.assign(p.ticket ?? {}, { priority: 'low', status: 'closed' });
  });
  fire('ticket.updated');
  await waitFor(() => expect(screen.getByText(/^Closed ticket/)).toBeTruthy());
  expect(screen.queryByText(/not submitted yet/)).toBeNull();
  host.chosen = () => Promise.resolve({ priority: 'normal', form: 1 });
  fire('ticket.priority.changed');
  await waitFor(() => expect(screen.queryByText(/not submitted yet/)).toBeTruthy());
});

test('a page that failed is said first of all, and its card is open', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  await open({
    panel: panel(p => {
      p.operations.push(operation({ id: 'op-2', kind: 'apply_macro', state: 'unknown' }));
      p.operations.push(operation({ state: 'failed', manual: ['Hand-4'] }));
      Object.assign(p.star, { state: 'submitted', issues: [starIssue({ level: 'red', due_at: at(-4) })] });
    }),
  });
  const said = [...top().querySelectorAll('.note-title, li')].map(one => one.textContent);
  expect(said).toEqual(['Emergency page: failed', 'Macro: not confirmed', 'STAR: Urgent, overdue by 4 min']);
  expect(screen.getByText('Hand-4')).toBeTruthy();
  expect(top().querySelector('li:last-child time')?.getAttribute('title')).toMatch(/09:56:00 UTC/);
});

test('while a STAR is on its way no second one is offered', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  await open({ panel: panel(p => p.operations.push(operation({ kind: 'open_star', state: 'running' }))) });
  expect(screen.getByRole('group', { name: 'Progress: STAR request' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Open a STAR' })).toBeNull();
});

test('a session that is over says to reload and keeps what is known', async () => {
  const { server, fire } = await open();
  server.panel = new ApiFailure('unauthenticated', '');
  fire('ticket.updated');
  expect((await screen.findByRole('alert')).textContent).toContain('Reload the ticket; what you typed is kept.');
  expect(within(screen.getByRole('alert')).queryByRole('button')).toBeNull();
  expect(screen.getByText('Nothing open')).toBeTruthy();
});

test('the second half of a double click presses nothing, and a key that is held down presses once', () => {
  const pressed = vi.fn();
  render(<Button onClick={pressed}>Do it</Button>);
  const button = screen.getByRole('button', { name: 'Do it' });
  fireEvent.click(button, { detail: 2 });
  expect(pressed).not.toHaveBeenCalled();
  expect(fireEvent.keyDown(button, { key: 'Enter', repeat: true })).toBe(false);
  fireEvent.click(button, { detail: 1 });
  expect(pressed).toHaveBeenCalledOnce();
});

test('a machine that has slept is noticed, one that is only slow is not', () => {
  vi.useFakeTimers({ now: NOW });
  const woken = vi.fn();
  const off = onWake(woken);
  vi.advanceTimersByTime(60_000);
  vi.setSystemTime(Date.now() + 60_000);
  vi.advanceTimersByTime(5_000);
  expect(woken).not.toHaveBeenCalled();
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(5_000);
  expect(woken).toHaveBeenCalledOnce();
  off();
});
