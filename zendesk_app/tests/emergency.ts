/** What a person does on the emergency card, and what the checklist's answers are judged to be. */
import { fireEvent, screen, within } from '@testing-library/preact';
import type { Assessment } from '../src/api/types';

const card = (): Promise<HTMLElement> => screen.findByRole('region', { name: 'Emergency' });

export async function expand(): Promise<void> {
  fireEvent.click(screen.getByRole('button', { name: 'Emergency' }));
  await card();
}

export function answer(group: string, value: string): void {
  fireEvent.click(within(screen.getByRole('group', { name: group })).getByRole('radio', { name: value }));
}

export const judged = (verdict: 'emergency' | 'not_emergency' | 'needs_info', missing: string[] = []): Assessment => ({
  entitlement: { answer: 'yes', rule: 'E6', because: 'B:entitled', fired: [] },
  qualification: {
    verdict,
    rule: 'Q2',
    because: 'B:verdict',
    fired: [],
    missing,
    macros: ['macro::strict', 'Macro::Gone'],
    downgrade: null,
    who: [],
  },
  holds: { verdict, macros: ['macro::strict', 'Macro::Gone'], decision: null, downgrade: false, who: [] },
  continues: null,
  reply: verdict === 'not_emergency' ? 'D:message' : null,
});

export const NOTHING_HOLDS: Assessment['holds'] = {
  verdict: null,
  macros: [],
  decision: null,
  downgrade: false,
  who: [],
};

export async function confirmPage(reason = 'Down for all'): Promise<HTMLElement> {
  fireEvent.input(screen.getByLabelText(/Reason for the page/), { target: { value: reason } });
  fireEvent.click(screen.getByRole('button', { name: 'Trigger emergency page' }));
  return screen.findByRole('dialog', { name: 'Page for ticket #4242?' });
}
