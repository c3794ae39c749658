import { fireEvent, screen, within } from '@testing-library/preact';
import { expect, test } from 'vitest';
import type { Emergency } from '../src/board/types';
import { accessible } from './desk';
import { board, openBoard } from './shift';
import { at } from './world/time';

const EMERGENCY: Emergency = {
  number: 812,
  ticket_id: 4242,
  subject: 'S:subject',
  status: 'acknowledged',
  url: 'https://pagerduty.example/812',
  created_at: at(-200),
  assigned_to: ['Ana Souza'],
  assigned_ids: ['PANA01'],
  level: 'calm',
  because: 'B:because',
  offer_escalation: false,
  pool: false,
  escalates: null,
  us_government: false,
  ticket_read: true,
};

const said = (section: string): string => screen.getByRole('region', { name: section }).textContent;

test('what was never read is not called none', async () => {
  await openBoard(
    board(one => {
      const unread = { state: 'unavailable', as_of: null, error: 'E:503', skipped: [] } as const;
      one.sources = { gitlab: { ...unread, skipped: [] }, pagerduty: { ...unread, skipped: [] } };
    }),
  );
  for (const section of ['Emergencies', 'STARs', 'Feedback to look after']) {
    expect(within(screen.getByRole('region', { name: section })).getByText('Not known.')).toBeTruthy();
    expect(said(section)).not.toMatch(/No /);
  }
});

test('what was read and is not there is none', async () => {
  await openBoard();
  expect(said('Emergencies')).toContain('No emergency is open.');
  expect(said('STARs')).toContain('No STAR is open.');
});

test('what cannot be done is told with the time as people say it', async () => {
  const at = new Date(Date.now() - 5 * 60_000).toISOString();
  const lost = [
    { text: 'L:no notes', at },
    { text: 'L:no start', at: null },
  ];
  await openBoard(board(one => Object.assign(one, { lost })));
  expect(screen.getByText(/L:no notes/).textContent).toBe('L:no notes (5 min ago)');
  expect(screen.getByText(/L:no start/).textContent.trim()).toBe('L:no start');
  expect(document.querySelector(`time[datetime="${at}"]`)).toBeTruthy();
  await accessible();
});

test('the answer of the release before is shown, though it says nothing of what is lost', async () => {
  await openBoard(board(one => delete one.lost));
  expect(said('STARs')).toContain('No STAR is open.');
});

test.each([
  [false, ['Ticket', 'Status', 'Open for', 'With']],
  [true, ['Ticket', 'Status', 'Open for', 'With', 'Actions']],
])('emergencies have a column of actions where there is one: %s', async (offer_escalation, columns) => {
  await openBoard(board(one => one.emergencies.push({ ...EMERGENCY, offer_escalation })));
  const table = within(screen.getByRole('region', { name: /^Emergencies/ })).getByRole('table');
  expect(
    within(table)
      .getAllByRole('columnheader')
      .map(head => head.textContent),
  ).toEqual(columns);
  expect(within(table).getAllByRole('cell')).toHaveLength(columns.length - 1);
  await accessible();
});

test('each section is one press away and says how many it has', async () => {
  await openBoard(board(one => Object.assign(one.totals, { emergencies: 18, stars: 60 })));
  const links = within(screen.getByRole('navigation', { name: 'Sections of the board' })).getAllByRole('link');
  expect(links.map(one => one.textContent)).toEqual([
    'Emergencies 18',
    'STARs 60',
    'Feedback 0',
    'Cover',
    'Hand-off',
    'Trends',
  ]);
  const prevented = !fireEvent.click(screen.getByRole('link', { name: 'Hand-off' }));
  expect(prevented).toBe(true);
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Hand-off' }));
  await accessible();
});

test('how many there are of what was never read is not said', async () => {
  await openBoard(
    board(one => Object.assign(one.sources.gitlab, { state: 'unavailable', as_of: null, error: 'E:503' })),
  );
  expect(screen.getByRole('link', { name: 'STARs' }).textContent).toBe('STARs');
  expect(screen.getByRole('link', { name: 'Emergencies 0' })).toBeTruthy();
});
