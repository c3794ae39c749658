import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { ApiFailure } from '../src/api/errors';
import type { MacroTrial } from '../src/api/types';
import { accessible, open } from './desk';
import { macro, panel } from './world/panel';

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

const applying = async (): Promise<HTMLElement> => {
  await expand();
  fireEvent.click(screen.getByRole('button', { name: 'Apply now: Macro::Strict' }));
  return screen.findByRole('dialog', { name: 'Apply this macro?' });
};
const text = `<b>Hi</b> Ana, ${'we look into it. '.repeat(20)}`;
const trial = {
  text,
  public: true,
  blanks: [],
  lost: [],
  changes: [
    { field: 'status', name: null, before: 'open', after: 'pending' },
    { field: 'custom_fields', name: 'F:stage', before: null, after: 'nrt' },
  ],
  tags_added: ['one', 'two'],
  tags_removed: ['old'],
} satisfies MacroTrial;

test('what a macro does is shown before it is applied, as text', async () => {
  const { server } = await open();
  server.trial = trial;
  const dialog = await applying();
  await within(dialog).findByText('The customer will read:');
  const words = dialog.textContent;
  expect(words).toContain('<b>Hi</b> Ana, we look');
  for (const said of ['Statusopen → pending', 'F:stageempty → nrt', 'Tags addedone, two', 'Tags removedold']) {
    expect(words).toContain(said);
  }
  expect(words).not.toContain(text.trim());
  fireEvent.click(within(dialog).getByRole('button', { name: 'more' }));
  await waitFor(() => expect(dialog.textContent).toContain(text.trim()));
  await accessible();
});

test('what only the team reads is told apart, and that nothing else changes', async () => {
  const { server } = await open();
  server.trial = { ...trial, public: false, changes: [], tags_added: [], tags_removed: [] };
  const dialog = await applying();
  await within(dialog).findByText('Only the team will read:');
  expect(within(dialog).getByText('Nothing else changes.')).toBeTruthy();
});

test.each([
  ['unavailable', false],
  ['refused', true],
] as const)('what cannot be read (%s) is said, and applying stays possible', async (code, reason) => {
  const { server, started } = await open();
  server.trial = new ApiFailure(code, 'R:why');
  const dialog = await applying();
  await within(dialog).findByText('What it changes could not be read.');
  expect(within(dialog).queryByText('R:why') !== null).toBe(reason);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Apply macro' }));
  await waitFor(() => expect(started).toHaveLength(1));
});

test('a text with something left to be filled in goes into the draft and is not sent', async () => {
  const { server, started, host } = await open();
  server.trial = { ...trial, blanks: ['(your scheduling link)'] };
  const dialog = await applying();
  await within(dialog).findByText(/Still to be filled in: \(your scheduling link\)/);
  expect(within(dialog).queryByRole('button', { name: 'Apply macro' })).toBeNull();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Insert into draft' }));
  await waitFor(() => expect(host.insertMacro).toHaveBeenCalledWith(1));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(started).toEqual([]);
});

test('a placeholder that stands for nothing is named, as text, and applying stays possible', async () => {
  const { server, started } = await open();
  server.trial = { ...trial, lost: ['ticket.assignee.name', '<b>x</b>'] };
  const dialog = await applying();
  await within(dialog).findByText('Left empty on this ticket: ticket.assignee.name, <b>x</b>.');
  await accessible();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Apply macro' }));
  await waitFor(() => expect(started).toHaveLength(1));
});

test('a macro that sets another form says so before it is opened, and a wrong one can still be applied', async () => {
  const macros = [
    macro({ id: 1, title: 'M:right', sets_form: 'Form-A' }),
    macro({ id: 2, title: 'M:wrong', sets_form: 'Form-B', wrong_form: true }),
  ];
  await open({ panel: panel(p => Object.assign(p, { macros })) });
  const card = await expand();
  expect(within(card).getByText('Sets the form to Form-A.')).toBeTruthy();
  expect(within(card).getByText('Sets the form to Form-B: not what this ticket is about.')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Apply now: M:wrong' })).toBeTruthy();
});

test('the macro that pages is neither inserted nor applied', async () => {
  await open();
  const card = await expand();
  expect(within(card).getByText('Macro::Pages')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Macro::Pages/ })).toBeNull();
  expect(within(card).getByText(/This macro pages/)).toBeTruthy();
});

test('a search finds by any words of the title and says how many more there are', async () => {
  const many = Array.from({ length: 9 }, (_, id) => macro({ id, title: `General::Topic ${id}` }));
  await open({ panel: panel(p => Object.assign(p, { macros: many })) });
  const card = await expand();
  expect(within(card).getByText('3 more. Search to find them.')).toBeTruthy();
  const search = screen.getByLabelText('Search macros');
  fireEvent.input(search, { target: { value: 'topic 7 general' } });
  await waitFor(() => expect(within(card).getAllByRole('listitem')).toHaveLength(1));
  fireEvent.input(search, { target: { value: 'nothing' } });
  expect(await within(card).findByText('No macro matches “nothing”.')).toBeTruthy();
});

test('whoever applied it before is named, and it stays possible', async () => {
  const before = panel(p => Object.assign(p.macros[0] ?? {}, { applied: { by: 'P:Ana', at: '2026-03-01T11:59:00Z' } }));
  const { started } = await open({ panel: before });
  const dialog = await applying();
  expect(dialog.textContent).toContain('P:Ana has applied it to this ticket already');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Apply macro' }));
  await waitFor(() => expect(started).toMatchObject([{ kind: 'apply_macro', body: { macro_id: 1 } }]));
});
