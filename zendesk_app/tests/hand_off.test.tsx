import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { accessible } from './desk';
import { openBoard } from './shift';

const click = (name: string, root: HTMLElement = document.body): boolean =>
  fireEvent.click(within(root).getByRole('button', { name }));

async function write(): Promise<HTMLTextAreaElement> {
  fireEvent.click(await screen.findByRole('button', { name: 'Write the hand-off' }));
  return screen.findByLabelText<HTMLTextAreaElement>('State of the shift');
}

test('the question before it is posted names who takes over, and once it is posted it is not there to be posted again', async () => {
  const { started, server } = await openBoard();
  await write();
  // Whoever was told with the text is meant, whoever is on by now.
  server.handOff = { text: 'H:later', receivers: [{ user_id: 'PZOE01', name: 'Zoe' }] };
  click('Post in #leads');
  const dialog = await screen.findByRole('dialog', { name: 'Post the hand-off in #leads?' });
  expect(within(dialog).getByText('Tom Okafor')).toBeTruthy();
  await accessible();
  click('Post in #leads', dialog);
  await waitFor(() =>
    expect(started).toMatchObject([{ kind: 'post_hand_off', body: { text: 'H:text', receivers: ['PTOM01'] } }]),
  );
  await waitFor(() => expect(screen.queryByLabelText('State of the shift')).toBeNull());
  expect(screen.queryByRole('button', { name: 'Post in #leads' })).toBeNull();
});

test('where nobody is known it says so', async () => {
  const { server } = await openBoard();
  server.handOff = { text: 'H:text', receivers: [] };
  await write();
  click('Post in #leads');
  const dialog = await screen.findByRole('dialog', { name: 'Post the hand-off in #leads?' });
  expect(within(dialog).getByText(/^Nobody is mentioned/)).toBeTruthy();
});

test('what was typed is not thrown away without a question', async () => {
  const { api } = await openBoard();
  const text = await write();
  fireEvent.input(text, { target: { value: 'H:text and my notes' } });
  click('Write it anew');
  const dialog = await screen.findByRole('dialog', { name: 'Write the hand-off anew?' });
  click('Cancel', dialog);
  expect(text.value).toBe('H:text and my notes');
  expect(api.handOff).toHaveBeenCalledTimes(1);
  click('Write it anew');
  click('Write it anew', await screen.findByRole('dialog'));
  await waitFor(() => expect(text.value).toBe('H:text'));
});

test('an untouched text is written anew at once', async () => {
  const { api } = await openBoard();
  await write();
  click('Write it anew');
  await waitFor(() => expect(api.handOff).toHaveBeenCalledTimes(2));
  expect(screen.queryByRole('dialog')).toBeNull();
});
