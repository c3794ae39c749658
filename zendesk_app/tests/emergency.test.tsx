import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Panel } from '../src/api/types';
import { accessible, open } from './desk';
import { confirmPage, expand } from './emergency';
import { incident } from './world/emergency';
import { operation } from './world/operation';
import { panel } from './world/panel';
import { at, NOW } from './world/time';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

const crowd = (count: number): Panel['emergency']['others_open'] =>
  Array.from({ length: count }, (_, place) => ({
    number: place,
    ticket_id: 5000 + place,
    title: 'T',
    url: 'https://x.example',
    assigned_to: ['Ana Souza'],
    assigned_ids: ['PANA01'],
    status: place === 0 ? 'triggered' : 'acknowledged',
    created_at: at(-100 + place),
  }));

test('of many other emergencies three are shown, those that wait first', async () => {
  await open({ panel: panel(p => Object.assign(p.emergency, { others_open: crowd(18), others_total: 18 })) });
  await expand();
  const named = (): (string | null)[] =>
    screen.getAllByRole('button', { name: /^Ticket #/ }).map(one => one.textContent);
  expect(named()).toEqual(['Ticket #5000', 'Ticket #5001', 'Ticket #5002']);
  fireEvent.click(screen.getByRole('button', { name: '15 more' }));
  expect(named()).toHaveLength(18);
  expect(screen.queryByText(/on the shift board/)).toBeNull();
});

test('where a panel does not hold them all it says so, and nobody is said to have so and so many', async () => {
  await open({ panel: panel(p => Object.assign(p.emergency, { others_open: crowd(50), others_total: 1000 })) });
  await expand();
  expect(screen.getByText('1000 other emergencies are open')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: '997 more' }));
  expect(screen.getByText('950 more on the shift board')).toBeTruthy();
  const dialog = await confirmPage();
  expect(within(dialog).queryByText(/who has/)).toBeNull();
});

test('an open incident takes the place of the trigger and says who is on it', async () => {
  const taken = incident({
    status: 'acknowledged',
    acknowledged_at: at(-2),
    acknowledged_by: 'Ana Souza',
    meaning: 'M:ack',
  });
  const blocked = 'Incident #812 is open.';
  await open({
    panel: panel(p => {
      Object.assign(p.emergency, { incident: taken, blocked, others_total: 1 });
      p.emergency.others_open = [
        {
          number: 9,
          ticket_id: 5151,
          title: '5151',
          status: 'triggered',
          url: 'https://pagerduty.example/P9',
          created_at: at(-6),
          assigned_to: [],
          assigned_ids: [],
        },
      ];
    }),
  });
  expect(screen.getByText('Ana Souza is on it.')).toBeTruthy();
  expect(screen.getByText('M:ack')).toBeTruthy();
  expect(screen.getByText('26 min left')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Trigger emergency page' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Ticket #5151' })).toBeTruthy();
  await accessible();
});

test('a page in doubt shows the way by hand', async () => {
  const doubt = operation({
    state: 'unknown',
    manual: ['Hand-3'],
    steps: [{ name: 'page', state: 'unknown', detail: null, url: null, at: null }],
  });
  await open({ panel: panel(p => p.operations.push(doubt)) });
  expect(screen.getByRole('region', { name: 'What matters now' }).textContent.trim()).toBe(
    'Emergency page: not confirmed',
  );
  const progress = screen.getByRole('group', { name: 'Progress: Emergency page' });
  expect(within(progress).getByText('Hand-3')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Trigger emergency page' })).toBeNull();
  await accessible(progress);
});

test('the backup pool stands behind a warning until it is offered', async () => {
  const { started } = await open();
  await expand();
  fireEvent.click(screen.getByRole('button', { name: 'Page the backup pool' }));
  expect(screen.getByText(/second emergency at an APAC weekend/)).toBeTruthy();
  fireEvent.input(screen.getByLabelText('Brief summary'), { target: { value: 'Two at once' } });
  fireEvent.click(screen.getByRole('button', { name: 'Page backup engineers' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Page Pool-A' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'page_backup_pool', body: { summary: 'Two at once' } }]));
});

test('the call is a link that shows where it leads, and tells a manager to lead it', async () => {
  const url = 'https://zoom.example/j/1?pwd=a';
  await open({ panel: panel(p => Object.assign(p.emergency, { call_url: url })) });
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  const link = await screen.findByRole<HTMLAnchorElement>('link', { name: new RegExp('zoom.example/j/1') });
  expect(link.href).toBe(url);
  expect(screen.getByText(/You lead it where needed/)).toBeTruthy();
  await accessible();
});
