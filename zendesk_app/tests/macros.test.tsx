import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { accessible, open } from './desk';
import { panel } from './world';

async function expand(): Promise<HTMLElement> {
  fireEvent.click(screen.getByRole('button', { name: 'Macros' }));
  await screen.findByLabelText('Search macros');
  return screen.getByRole('region', { name: 'Macros' });
}

test('a macro goes into the draft, and Zendesk says so', async () => {
  const { host } = await open();
  await expand();
  fireEvent.click(screen.getByRole('button', { name: 'Insert into draft: Macro::Strict' }));
  await waitFor(() => expect(host.notify).toHaveBeenCalledWith(expect.stringContaining('Inserted'), 'notice'));
  expect(host.insertMacro).toHaveBeenCalledWith(1);
});

test('a draft that refuses it is told', async () => {
  const { host } = await open();
  vi.mocked(host.insertMacro).mockRejectedValue(new Error('no composer'));
  await expand();
  fireEvent.click(screen.getByRole('button', { name: 'Insert into draft: Macro::Strict' }));
  await waitFor(() => expect(host.notify).toHaveBeenCalledWith(expect.any(String), 'error'));
});

test('applying at once is confirmed first', async () => {
  const { started } = await open();
  await expand();
  fireEvent.click(screen.getByRole('button', { name: 'Apply now: Macro::Strict' }));
  const dialog = await screen.findByRole('dialog', { name: 'Apply this macro?' });
  await accessible();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Apply macro' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'apply_macro', body: { macro_id: 1 } }]));
});

test('the macro that pages is neither inserted nor applied', async () => {
  await open();
  const card = await expand();
  expect(within(card).getByText('Macro::Pages')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Macro::Pages/ })).toBeNull();
  expect(within(card).getByText(/This macro pages/)).toBeTruthy();
});

test('a search finds by any words of the title and says how many more there are', async () => {
  const many = Array.from({ length: 9 }, (_, id) => ({
    id,
    title: `General::Topic ${id}`,
    pages: false,
    suggested: false,
    draft_only: false,
  }));
  await open({ panel: panel(p => Object.assign(p, { macros: many })) });
  const card = await expand();
  expect(within(card).getByText('3 more. Search to find them.')).toBeTruthy();
  const search = screen.getByLabelText('Search macros');
  fireEvent.input(search, { target: { value: 'topic 7 general' } });
  await waitFor(() => expect(within(card).getAllByRole('listitem')).toHaveLength(1));
  fireEvent.input(search, { target: { value: 'nothing' } });
  expect(await within(card).findByText('No macro matches “nothing”.')).toBeTruthy();
});
