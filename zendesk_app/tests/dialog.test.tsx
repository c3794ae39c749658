import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { useRef, useState } from 'preact/hooks';
import { expect, test, vi } from 'vitest';
import { useFocusRescue } from '../src/ui/hooks/useFocusRescue';
import { Dialog } from '../src/ui/Dialog';

const confirmed = vi.fn();

function Asking({ keepOpener = true }: { keepOpener?: boolean }) {
  const [asking, setAsking] = useState(false);
  const [gone, setGone] = useState(false);
  const card = useRef<HTMLElement>(null);
  const heading = useRef<HTMLButtonElement>(null);
  useFocusRescue(card, heading);
  return (
    <section ref={card}>
      <button ref={heading} type="button">
        Heading
      </button>
      {!gone && (
        <button type="button" onClick={() => setAsking(true)}>
          Ask
        </button>
      )}
      {asking && (
        <Dialog
          title="Sure?"
          confirm="Do it"
          busy={false}
          failure={null}
          onConfirm={() => {
            confirmed();
            setAsking(false);
            setGone(!keepOpener);
          }}
          onCancel={() => setAsking(false)}
        >
          <p>What</p>
        </Dialog>
      )}
    </section>
  );
}

async function ask(keepOpener = true): Promise<HTMLElement> {
  render(<Asking keepOpener={keepOpener} />);
  const opener = screen.getByRole('button', { name: 'Ask' });
  opener.focus();
  fireEvent.click(opener);
  return screen.findByRole('dialog', { name: 'Sure?' });
}

const button = (name: string): HTMLElement => screen.getByRole('button', { name });

test('Tab stays inside, both ways', async () => {
  const dialog = await ask();
  expect(document.activeElement).toBe(button('Cancel'));
  fireEvent.keyDown(dialog, { key: 'Tab', shiftKey: true });
  expect(document.activeElement).toBe(button('Do it'));
  fireEvent.keyDown(dialog, { key: 'Tab' });
  expect(document.activeElement).toBe(button('Cancel'));
});

test('Escape cancels and gives the focus back', async () => {
  const dialog = await ask();
  fireEvent(dialog, new Event('cancel', { cancelable: true }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(button('Ask')));
  expect(confirmed).not.toHaveBeenCalled();
});

test('when the button is gone with what it did, the heading of its card has the focus', async () => {
  await ask(false);
  fireEvent.click(button('Do it'));
  await waitFor(() => expect(document.activeElement).toBe(button('Heading')));
});
