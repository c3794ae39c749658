import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Assessment } from '../src/api/types';
import { accessible, open } from './desk';
import { answer, expand, judged, NOTHING_HOLDS } from './emergency';
import { question } from './world/emergency';
import { panel } from './world/panel';
import { NOW } from './world/time';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

test('the text for the customer goes into the draft', async () => {
  const { host } = await open({ assessment: judged('not_emergency') });
  await expand();
  answer('Q:production', 'Ja!');
  fireEvent.click(await screen.findByRole('button', { name: 'Insert into draft: Text for the customer' }));
  await waitFor(() => expect(host.insertReply).toHaveBeenCalledWith('D:message'));
  await accessible();
});

test('the answers are judged as they are given, and the verdict brings its macros', async () => {
  const { host } = await open({ assessment: judged('emergency') });
  await expand();
  answer('Q:production', 'Ja!');
  answer('Q:scope', 'L:all');
  expect(await screen.findByText('B:verdict', { exact: false })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Insert into draft: Macro::Strict' }));
  await waitFor(() => expect(host.insertMacro).toHaveBeenCalledWith(1));
  expect(screen.getByText('Not among the macros that Zendesk offers you.')).toBeTruthy();
  await accessible();
});

test.each([
  ['emergency', 1],
  ['not_emergency', 0],
] as const)('the other questions below a verdict of %s say whether they can undo it', async (verdict, count) => {
  await open({ assessment: judged(verdict) });
  await expand();
  answer('Q:production', 'Ja!');
  await screen.findByText('B:verdict', { exact: false });
  fireEvent.click(screen.getByRole('button', { name: /more question/ }));
  expect(screen.queryAllByText('It stays an emergency, whatever else is answered here.')).toHaveLength(count);
  await accessible();
});

test('a macro that would give the ticket a wrong form is named and not offered for the verdict', async () => {
  await open({
    panel: panel(p => Object.assign(p.macros[0] ?? {}, { sets_form: 'Form-B', wrong_form: true })),
    assessment: judged('emergency'),
  });
  await expand();
  answer('Q:production', 'Ja!');
  answer('Q:scope', 'L:all');
  expect(await screen.findByText('Sets the form to Form-B: not what this ticket is about.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Macro::Strict/ })).toBeNull();
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

test('who is not entitled gets a text of their own, without a question asked, and can be judged', async () => {
  const shown = panel();
  shown.emergency.entitlement = { answer: 'no', rule: 'E8', because: 'B:unpaid', fired: [] };
  const { entitlement } = shown.emergency;
  const assessment: Assessment = {
    entitlement,
    qualification: null,
    holds: NOTHING_HOLDS,
    continues: null,
    reply: 'D:unpaid',
  };
  const { host, started } = await open({ panel: shown, assessment });
  await expand();
  fireEvent.click(await screen.findByRole('button', { name: 'Insert into draft: Text for the customer' }));
  await waitFor(() => expect(host.insertReply).toHaveBeenCalledWith('D:unpaid'));
  fireEvent.click(screen.getByRole('button', { name: 'Record assessment' }));
  fireEvent.change(screen.getByLabelText('Verdict'), { target: { value: 'exception' } });
  fireEvent.input(await screen.findByLabelText('Why you decide otherwise'), { target: { value: 'Sales agreed' } });
  fireEvent.click(screen.getByRole('button', { name: 'Record in the ticket' }));
  await waitFor(() => expect(started[0]?.body).toMatchObject({ override: { verdict: 'exception' } }));
});

test('after a downgrade the number of another ticket that continues is asked for, and sent once it is one', async () => {
  const none = judged('not_emergency');
  none.holds.downgrade = true;
  const { server } = await open({ assessment: none });
  await expand();
  expect(screen.queryByLabelText(/Another ticket continues/)).toBeNull();
  answer('Q:production', 'Ja!');
  const field = await screen.findByLabelText(/Another ticket continues/);
  expect(server.continues).toBeNull();
  for (const unclear of ['soon', '2001 and 2002', 'https://example.com/page']) {
    fireEvent.input(field, { target: { value: unclear } });
    expect(await screen.findByText(/That is not one ticket’s number/)).toBeTruthy();
  }
  const address = 'https://example.zendesk.com/agent/tickets/4714';
  for (const [written, number] of [
    ['#4711 ', 4711],
    ['ZD#4712', 4712],
    ['zd 4713', 4713],
    [address, 4714],
  ] as const) {
    fireEvent.input(field, { target: { value: written } });
    await waitFor(() => expect(server.continues).toBe(number));
    expect(screen.queryByText(/That is not one ticket’s number/)).toBeNull();
  }
  server.assessment = { ...none, continues: { ticket: 4715, problem: 'not_theirs' } };
  fireEvent.input(field, { target: { value: '4715' } });
  expect(await screen.findByText(/not this customer’s/)).toBeTruthy();
  await accessible();
});

test('the other questions open once only they can decide, those that can first, and not for an earlier verdict', async () => {
  const { server } = await open({
    assessment: judged('needs_info', ['scope', 'legal']),
  });
  await expand();
  const more = screen.getByRole('button', { name: /more question/ });
  answer('Q:production', 'Ja!');
  await screen.findByText('B:verdict', { exact: false });
  answer('Q:unusable', 'Ja!');
  await screen.findByText('Q:scope', { selector: 'li' });
  // The last strict answer settles it; what the earlier verdict missed opens nothing.
  server.assessment = judged('emergency');
  answer('Q:scope', 'L:all');
  await waitFor(() => expect(screen.queryByText('Q:scope', { selector: 'li' })).toBeNull());
  expect(more.getAttribute('aria-expanded')).toBe('false');
  server.assessment = judged('needs_info', ['legal']);
  answer('Q:unusable', 'Nein!');
  await waitFor(() => expect(more.getAttribute('aria-expanded')).toBe('true'));
  const asked = screen.getAllByRole('group').map(group => group.querySelector('legend')?.textContent);
  expect(asked.indexOf('Q:legal')).toBeLessThan(asked.indexOf('Q:compromise'));
});
