import type { ComponentChildren } from 'preact';
import type { Level } from '../api/types';
import './Tag.css';

export type Tone = Level | 'good' | 'neutral';

/** A short status on a coloured ground, as Garden's tags are. */
export function Tag({ tone = 'neutral', children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`tag tag-${tone === 'calm' ? 'neutral' : tone}`}>{children}</span>;
}
