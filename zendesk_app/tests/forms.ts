import { fireEvent, screen } from '@testing-library/preact';

/** Put a text into the field of a label. */
export const type = (label: string | RegExp, value: string): boolean =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
