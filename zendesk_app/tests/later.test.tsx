import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.doUnmock('../src/panel/deferred'));

test('forms that could not be fetched are fetched again when somebody asks', async () => {
  vi.resetModules();
  vi.doMock('../src/panel/deferred', () => {
    throw new Error('offline');
  });
  // A panel of its own: the forms of the other tests are here already.
  const { open } = await import('./desk');
  await open();
  fireEvent.click(screen.getByRole('button', { name: 'Macros' }));
  expect(await screen.findByText(/cannot be reached/)).toBeTruthy();
  vi.doUnmock('../src/panel/deferred');
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByLabelText('Search macros')).toBeTruthy();
});

test('a part that comes between the drawing of a card and its effects is drawn all the same', async () => {
  vi.resetModules();
  const { options, render } = await import('preact');
  const { Later } = await import('../src/panel/Later');
  const { fetchDeferred } = await import('../src/panel/hooks/useDeferred');
  const place = document.body.appendChild(document.createElement('div'));
  let effects: () => void = vi.fn();
  options.requestAnimationFrame = run => (effects = run);
  render(<Later draw={() => 'It is here'} />, place);
  expect(place.textContent).toBe('Loading');
  await fetchDeferred();
  effects();
  await waitFor(() => expect(place.textContent).toBe('It is here'));
  render(null, place);
  delete options.requestAnimationFrame;
});
