import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon';
import './Note.css';

export type NoteTone = 'info' | 'warning' | 'danger';

export const ICONS: Record<NoteTone, IconName> = { info: 'info', warning: 'alert', danger: 'error' };

interface NoteProps {
  tone: NoteTone;
  title?: string;
  children?: ComponentChildren;
  /** Say it aloud when it appears. */
  live?: boolean;
}

/** A message that stays: Garden's alert, in the width of a sidebar. */
export function Note({ tone, title, children, live }: NoteProps) {
  return (
    <div class={`note note-${tone}`} role={live ? 'alert' : undefined}>
      <Icon name={ICONS[tone]} />
      <div class="note-body">
        {title && <p class="note-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}
