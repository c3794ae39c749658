import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { ApiFailure } from '../src/api/errors';
import type { StaffOfTicket } from '../src/api/types';
import { accessible, open } from './desk';
import { engineer, manager } from './world/people';
import { TICKET } from './world/time';

const staff = (change: Partial<StaffOfTicket> = {}) => ({
  emergencies: [
    {
      ticket_id: TICKET,
      subject: 'Geo is down',
      suggestions: [{ username: 'priya', name: 'Priya', because: ['knows Geo', 'not on call'], skilled: true }],
      channels: [
        { key: 'self_managed', name: '#support_self-managed' },
        { key: 'on_call', name: '#spt_on-call' },
      ],
      engineers_known: true,
      ...change,
    },
  ],
});

async function opened(answer: ReturnType<typeof staff> | ApiFailure) {
  const bench = await open();
  bench.server.staff = answer;
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Find more people' }));
  return bench;
}

test('a manager sees who could join, why, and where to ask', async () => {
  const { started } = await opened(staff());
  expect(await screen.findByText('knows Geo, not on call')).toBeTruthy();
  expect(screen.getByText('Ask in #support_self-managed, #spt_on-call.')).toBeTruthy();
  expect(started).toEqual([]);
  await accessible();
});

test('nobody free and nobody known are told apart', async () => {
  await opened(staff({ suggestions: [] }));
  expect(await screen.findByText('Nobody who is at work now is free.')).toBeTruthy();
});

test('without engineers it says that it cannot suggest', async () => {
  await opened(staff({ suggestions: [], engineers_known: false }));
  expect(await screen.findByText(/No engineers are known/)).toBeTruthy();
});

test('what could not be asked is said', async () => {
  await opened(new ApiFailure('offline', ''));
  expect(await screen.findByText(/The server cannot be reached/)).toBeTruthy();
});

test('an engineer looks for nobody', async () => {
  await open({ agent: engineer });
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  await screen.findByText('Emergency support');
  expect(screen.queryByRole('button', { name: 'Find more people' })).toBeNull();
});

test('whoever is ticked is mentioned in the channel that is chosen', async () => {
  const { started } = await opened(staff());
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Mention Priya' }));
  fireEvent.change(screen.getByLabelText('Channel'), { target: { value: 'on_call' } });
  fireEvent.input(screen.getByLabelText(/What is needed/), { target: { value: ' Somebody for Geo. ' } });
  fireEvent.click(screen.getByRole('button', { name: 'Ask in Slack' }));
  await waitFor(() => expect(started).toHaveLength(1));
  expect(started[0]).toMatchObject({
    kind: 'ask_for_people',
    body: { text: 'Somebody for Geo.', people: ['priya'], channel: 'on_call' },
  });
  await accessible();
});

test('where Slack is not set up, nothing is asked from here', async () => {
  const bench = await open({ agent: { ...manager, can: manager.can.filter(kind => kind !== 'ask_for_people') } });
  bench.server.staff = staff();
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Find more people' }));
  expect(await screen.findByText('knows Geo, not on call')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Ask in Slack' })).toBeNull();
});
