import { screen } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import { accessible, open } from './desk';
import { expand } from './emergency';
import { NOW, panel } from './world';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

const said = { verdict: 'not_emergency', by: 'Jo', reason: 'Looks mild.', at: '2026-03-04T09:00:00Z' } as const;

test('what an agent says beside a manager’s record is shown as theirs', async () => {
  await open({ panel: panel(p => (p.emergency.hint = { ...said, holds: false })) });
  await expand();
  expect(await screen.findByText('Jo says: V:not_emergency')).toBeTruthy();
  expect(screen.getByText('Looks mild.', { exact: false })).toBeTruthy();
  await accessible();
});
