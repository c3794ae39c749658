import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure } from '../src/api/errors';
import { accessible, open } from './desk';
import { type } from './forms';
import { panel } from './world/panel';
import { engineer, manager } from './world/people';
import { NOW } from './world/time';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

async function openForm(): Promise<void> {
  fireEvent.click(screen.getByRole('button', { name: 'STAR' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Open a STAR' }));
  await screen.findByRole('form', { name: 'New STAR' });
}

test('the form sends what was typed and takes the plan from the ticket', async () => {
  const { started } = await open();
  await openForm();
  fireEvent.click(screen.getByRole('radio', { name: 'U:urgent · 30 min' }));
  type('Why this ticket needs attention', 'Renewal is at risk');
  type('Desired result', ' An answer today ');
  await accessible();
  fireEvent.click(screen.getByRole('button', { name: 'Open STAR' }));
  await waitFor(() => expect(started).toHaveLength(1));
  expect(started[0]).toMatchObject({
    kind: 'open_star',
    body: {
      urgency: 'urgent',
      plan: 'Self-Managed Premium',
      reason: 'Renewal is at risk',
      desired_result: 'An answer today',
    },
  });
  expect(started[0]?.body).not.toHaveProperty('namespace');
});

test('what was typed survives a refusal and polling', async () => {
  const { server, fire } = await open();
  await openForm();
  type('Why this ticket needs attention', 'Renewal');
  type('Desired result', 'Answer');
  server.outcome = new ApiFailure('refused', 'outside support hours', { rule: 'hours' });
  fireEvent.click(screen.getByRole('button', { name: 'Open STAR' }));
  expect(await screen.findByText('outside support hours')).toBeTruthy();
  const before = server.asked;
  fire('ticket.updated');
  await waitFor(() => expect(server.asked).toBeGreaterThan(before));
  expect(screen.getByLabelText<HTMLTextAreaElement>('Desired result').value).toBe('Answer');
});

test('the namespace is asked for where the form of the ticket needs it', async () => {
  await open({ panel: panel(p => Object.assign(p.star.form, { namespace_required: true })) });
  await openForm();
  type('Why this ticket needs attention', 'x');
  type('Desired result', 'y');
  fireEvent.click(screen.getByRole('button', { name: 'Open STAR' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('GitLab.com group URL or name')));
});

const refused = panel(p => {
  p.star.checks = [
    { id: 'young', level: 'refuse', because: 'C:young' },
    { id: 'sla', level: 'warn', because: 'C:sla' },
  ];
});

test('a manager opens one against the checks, with a reason', async () => {
  const { started } = await open({ panel: refused, agent: manager });
  await openForm();
  expect(screen.getByText('C:young')).toBeTruthy();
  for (const label of ['Why this ticket needs attention', 'Desired result', 'Why open it all the same'])
    type(label, 'z');
  fireEvent.click(screen.getByRole('button', { name: 'Open STAR' }));
  await waitFor(() => expect(started[0]?.body).toMatchObject({ override_reason: 'z' }));
});

test('an agent does not', async () => {
  await open({ panel: refused, agent: engineer });
  fireEvent.click(screen.getByRole('button', { name: 'STAR' }));
  expect(await screen.findByText('Opening a STAR against these checks is for Support Managers.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Open a STAR' })).toBeNull();
});

const licence = panel(p => {
  p.star.form.licence = [
    {
      key: 'subject',
      text: 'Q:subject',
      values: ['trial', 'plan', 'grace', 'new'].map(value => ({ value, label: `L:${value}` })),
      asked_if: {},
    },
    { key: 'ends', text: 'Q:ends', values: [{ value: 'soon', label: 'L:soon' }], asked_if: { subject: ['plan'] } },
  ];
});

test('the licence questions are asked one after the other, and what they say stands in the form', async () => {
  const { started, server } = await open({ panel: licence });
  await openForm();
  expect(screen.queryByRole('group', { name: 'Q:ends' })).toBeNull();
  fireEvent.change(screen.getByLabelText('Q:subject'), { target: { value: 'plan' } });
  server.checks = { checks: [], licence: { level: 'ok', because: 'A:fits', missing: [] } };
  fireEvent.click(within(await screen.findByRole('group', { name: 'Q:ends' })).getByRole('radio', { name: 'L:soon' }));
  expect(await screen.findByText('A:fits')).toBeTruthy();
  await accessible();
  server.checks = { checks: [{ id: 'licence_x', level: 'refuse', because: 'A:refused' }], licence: null };
  fireEvent.change(screen.getByLabelText('Q:subject'), { target: { value: 'trial' } });
  expect(await screen.findByText('A:refused')).toBeTruthy();
  for (const label of ['Why this ticket needs attention', 'Desired result', 'Why open it all the same'])
    type(label, 'z');
  fireEvent.click(screen.getByRole('button', { name: 'Open STAR' }));
  await waitFor(() => expect(started).toHaveLength(1));
  // The answer to a question that is no longer asked is not sent.
  expect(started[0]?.body).toMatchObject({ licence: { subject: 'trial' }, override_reason: 'z' });
});

test('whether the engineer was asked first warns before anything is sent', async () => {
  const { started, server } = await open();
  await openForm();
  server.checks = { checks: [{ id: 'engineer', level: 'warn', because: 'C:engineer' }], licence: null };
  const group = screen.getByRole('group', { name: 'Has anybody asked the engineer on the ticket first?' });
  fireEvent.click(within(group).getByRole('radio', { name: 'No' }));
  expect(await screen.findByText('C:engineer')).toBeTruthy();
  expect(screen.queryByLabelText('Why open it all the same')).toBeNull();
  for (const label of ['Why this ticket needs attention', 'Desired result']) type(label, 'z');
  fireEvent.click(screen.getByRole('button', { name: 'Open STAR' }));
  await waitFor(() => expect(started[0]?.body).toMatchObject({ engineer_contacted: false }));
});

test('an agent cannot override what the form refuses', async () => {
  const { server } = await open({ panel: licence, agent: engineer });
  await openForm();
  server.checks = { checks: [{ id: 'licence_x', level: 'refuse', because: 'A:refused' }], licence: null };
  fireEvent.change(screen.getByLabelText('Q:subject'), { target: { value: 'trial' } });
  expect(await screen.findByText('Opening a STAR against these checks is for Support Managers.')).toBeTruthy();
  expect(screen.queryByLabelText('Why open it all the same')).toBeNull();
});

test('a field that somebody is in already keeps the focus when the form has been drawn', async () => {
  await open();
  fireEvent.click(screen.getByRole('button', { name: 'STAR' }));
  const late: FrameRequestCallback[] = [];
  const frames = vi.spyOn(window, 'requestAnimationFrame').mockImplementation(run => late.push(run));
  fireEvent.click(await screen.findByRole('button', { name: 'Open a STAR' }));
  const chosen = await screen.findByLabelText('Desired result');
  chosen.focus();
  late.forEach(run => run(0));
  frames.mockRestore();
  expect(document.activeElement).toBe(chosen);
});
