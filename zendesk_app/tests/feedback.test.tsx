import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure } from '../src/api/errors';
import type { FeedbackIssue } from '../src/api/types';
import { accessible, open } from './desk';
import { feedbackIssue } from './world/issues';
import { panel } from './world/panel';
import { engineer } from './world/people';
import { at, NOW } from './world/time';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

const withIssue = (more: Partial<FeedbackIssue> = {}) => panel(p => p.feedback.issues.push(feedbackIssue(more)));
const type = (label: string, value: string): boolean =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });

test('a contact that is due opens the card and names the day', async () => {
  await open({ panel: withIssue() });
  const card = screen.getByRole('region', { name: 'Feedback' });
  expect(within(card).getByText('23 h left')).toBeTruthy();
  expect(screen.getByRole('region', { name: 'What matters now' }).textContent).toContain(
    'Feedback contact due tomorrow 09:00',
  );
  await accessible();
});

test('the reply goes into the draft with the scheduling link of whoever writes it', async () => {
  const { host } = await open({ panel: withIssue() });
  fireEvent.click(screen.getByRole('button', { name: 'Insert into draft: Reply to the customer' }));
  await waitFor(() => expect(host.insertReply).toHaveBeenCalledWith('R:reply https://book.example/amelie'));
});

test('an issue is linked by its number or its address', async () => {
  const { started, server } = await open();
  fireEvent.click(screen.getByRole('button', { name: 'Feedback' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Link feedback' }));
  type('Feedback issue', ' https://gitlab.example/feedback/-/issues/31 ');
  server.outcome = new ApiFailure('refused', 'the title names another ticket', { rule: 'title' });
  fireEvent.click(screen.getByRole('button', { name: 'Link to this ticket' }));
  expect(await screen.findByText('the title names another ticket')).toBeTruthy();
  expect(started[0]?.body).toEqual({ issue: 'https://gitlab.example/feedback/-/issues/31' });
});

test('one that was found but not linked is linked with one click', async () => {
  const { started } = await open({ panel: withIssue({ linked: false }) });
  fireEvent.click(screen.getByRole('button', { name: 'Link #31 to this ticket' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'link_feedback', body: { issue: '31' } }]));
});

test('the contact is recorded with its words', async () => {
  const { started } = await open({ panel: withIssue() });
  fireEvent.click(screen.getByRole('button', { name: 'Record contact' }));
  type('What you wrote to the customer', 'Hello');
  fireEvent.click(screen.getByRole('button', { name: 'Record and close' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'record_contact', body: { iid: 31, text: 'Hello' } }]));
});

test('the reply just sent stands there already, and nothing typed is lost to it', async () => {
  const { started, server } = await open({ panel: withIssue() });
  server.reply = { text: 'Hello Ana, may I call you?' };
  fireEvent.click(screen.getByRole('button', { name: 'Record contact' }));
  const field = screen.getByLabelText<HTMLTextAreaElement>('What you wrote to the customer');
  await waitFor(() => expect(field.value).toBe('Hello Ana, may I call you?'));
  expect(screen.getByText(/^Taken from your last reply\./)).toBeTruthy();
  type('What you wrote to the customer', '');
  expect(field.value).toBe('');
  type('What you wrote to the customer', 'By phone.');
  fireEvent.click(screen.getByRole('button', { name: 'Record and close' }));
  await waitFor(() => expect(started[0]?.body).toEqual({ iid: 31, text: 'By phone.' }));
});

test('closing without the contact that was asked for wants a reason', async () => {
  const { started } = await open({ panel: withIssue() });
  fireEvent.click(screen.getByRole('button', { name: 'Close feedback' }));
  fireEvent.click(screen.getByRole('button', { name: 'Close issue' }));
  expect(await screen.findByText('This is needed.')).toBeTruthy();
  type('Why close without contact', 'Customer left');
  fireEvent.click(screen.getByRole('button', { name: 'Close issue' }));
  const dialog = await screen.findByRole('dialog', { name: 'Close feedback #31?' });
  expect(started).toEqual([]);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Close feedback #31' }));
  await waitFor(() => expect(started[0]?.body).toEqual({ iid: 31, override_reason: 'Customer left' }));
});

test('a closed issue still takes a note', async () => {
  const { started } = await open({ panel: withIssue({ state: 'closed', due_at: null }) });
  fireEvent.click(screen.getByRole('button', { name: 'Feedback' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Add a note' }));
  type('Later action', 'Call held');
  const form = screen.getByRole('form', { name: 'Add a note' });
  fireEvent.click(within(form).getByRole('button', { name: 'Add note' }));
  await waitFor(() => expect(started[0]?.body).toEqual({ iid: 31, text: 'Call held' }));
});

test('an agent reads who contacts the customer', async () => {
  await open({ panel: withIssue({ overdue: true, level: 'red', due_at: at(-90) }), agent: engineer });
  expect(screen.getByText('overdue by 1 h 30 min')).toBeTruthy();
  expect(screen.getByText('Contacting the customer about feedback is for Support Managers.')).toBeTruthy();
});
