import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { ApiFailure } from '../src/api/errors';
import { utc, zone } from '../src/board/zone';
import { speak } from '../src/words/words';
import { accessible } from './desk';
import { board, openBoard } from './shift';

const CHOICES = [{ user: 'PTOM01', name: 'Tom Okafor' }];
const SCHEDULES = [
  { id: 'PAMER', name: 'AMER' },
  { id: 'PEMEA', name: 'EMEA' },
];
const three = board(one => Object.assign(one.cover, { choices: CHOICES, schedules: SCHEDULES }));

const fill = (label: string, value: string): boolean =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });

async function ask(): Promise<HTMLElement> {
  fireEvent.click(screen.getByRole('button', { name: 'Arrange cover' }));
  await screen.findByLabelText('Who covers');
  fill('From', '2026-11-24T12:00');
  fill('To', '2026-11-24T14:00');
  return screen.getByRole('form', { name: 'Arrange cover' });
}

test('the schedule is chosen where there are several; for whom and what speaks against it stand in the question', async () => {
  const { started, server } = await openBoard(three);
  server.cover = { schedule: { id: 'PEMEA', name: 'EMEA' }, instead_of: ['Ana', 'Bo'], warnings: ['W:border'] };
  const form = await ask();
  fireEvent.change(within(form).getByLabelText('Schedule'), { target: { value: 'PEMEA' } });
  fireEvent.click(within(form).getByRole('button', { name: 'Arrange cover' }));
  const dialog = await screen.findByRole('dialog', { name: 'Let Tom Okafor cover?' });
  expect(await within(dialog).findByText('W:border')).toBeTruthy();
  expect(within(dialog).getByText('Ana, Bo')).toBeTruthy();
  expect(within(dialog).getByText('EMEA')).toBeTruthy();
  await accessible();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Arrange cover by Tom Okafor' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'cover_shift', body: { schedule: 'PEMEA' } }]));
});

test('what is typed is a time in the zone that the board speaks, which the form names', async () => {
  speak({ timeZone: 'Europe/Berlin', locale: 'en-GB' });
  const { started } = await openBoard(three);
  const form = await ask();
  expect(within(form).getByText('Times are in Europe/Berlin.')).toBeTruthy();
  fireEvent.click(within(form).getByRole('button', { name: 'Arrange cover' }));
  const dialog = await screen.findByRole('dialog', { name: 'Let Tom Okafor cover?' });
  // What is asked is what was typed.
  expect(within(dialog).getByText(/24 November 2026 at 12:00:00/)).toBeTruthy();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Arrange cover by Tom Okafor' }));
  const hours = { start: '2026-11-24T11:00:00Z', end: '2026-11-24T13:00:00Z' };
  await waitFor(() => expect(started).toMatchObject([{ kind: 'cover_shift', body: hours }]));
});

test.each([
  ['UTC', '2026-11-24T12:00', '2026-11-24T12:00:00Z'],
  ['Asia/Kolkata', '2026-11-24T00:15', '2026-11-23T18:45:00Z'],
  ['America/Los_Angeles', '2026-07-01T17:00', '2026-07-02T00:00:00Z'],
  // The night the clocks go forward: 02:30 is skipped and counts on from before; an hour earlier and later are plain.
  ['Europe/Berlin', '2026-03-29T01:30', '2026-03-29T00:30:00Z'],
  ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30:00Z'],
  ['Europe/Berlin', '2026-03-29T03:30', '2026-03-29T01:30:00Z'],
  // The night they go back: 02:30 comes twice, and is the first.
  ['Europe/Berlin', '2026-10-25T01:30', '2026-10-24T23:30:00Z'],
  ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00Z'],
  ['Europe/Berlin', '2026-10-25T03:30', '2026-10-25T02:30:00Z'],
])('in %s %s is %s', (timeZone, local, moment) => {
  speak({ timeZone, locale: 'ar-EG' });
  expect(utc(local)).toBe(moment);
});

test('a zone that the browser does not know is neither used nor named', () => {
  speak({ timeZone: 'Mars/Olympus' });
  expect(zone()).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  expect(utc('')).toBeNull();
});

test('what the server would refuse is said before it is asked for', async () => {
  const { server } = await openBoard(three);
  server.cover = new ApiFailure('refused', 'F:which schedule');
  fireEvent.click(within(await ask()).getByRole('button', { name: 'Arrange cover' }));
  expect(await within(await screen.findByRole('dialog')).findByText(/F:which schedule/)).toBeTruthy();
});

test('one schedule is nothing to choose, and where nobody is known nobody can be asked', async () => {
  await openBoard(board(one => Object.assign(one.cover, { choices: CHOICES, schedules: SCHEDULES.slice(1) })));
  expect(within(await ask()).queryByLabelText('Schedule')).toBeNull();
});

test('where PagerDuty lists nobody there is no form', async () => {
  await openBoard();
  fireEvent.click(screen.getByRole('button', { name: 'Arrange cover' }));
  expect(await screen.findByText('PagerDuty lists nobody who could stand in.')).toBeTruthy();
  expect(screen.queryByRole('form')).toBeNull();
});

test('a turn names its region, and cover for whom it is', async () => {
  await openBoard(
    board(one => {
      const hours = { start: '2026-11-24T10:00:00Z', end: '2026-11-24T18:00:00Z' };
      one.cover.turns = [{ name: 'Ana', region: 'AMER', ...hours }];
      one.cover.covers = [{ override_id: 'O1', name: 'Tom', by: null, instead_of: ['Ana'], region: 'AMER', ...hours }];
    }),
  );
  expect(screen.getByText(/for Ana/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'On the schedule' }));
  expect(screen.getAllByText(/\(AMER\)/)).toHaveLength(2);
});
