import { screen, within } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { board, openBoard } from './shift';

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
