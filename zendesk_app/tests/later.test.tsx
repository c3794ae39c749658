import { fireEvent, screen } from '@testing-library/preact';
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
