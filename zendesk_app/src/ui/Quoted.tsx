import { useState } from 'preact/hooks';
import { t } from '../words/words';

/** About four lines of a narrow sidebar. */
const MOST = 180;

/** Ends between two words if it can, and never within an emoji's two halves. */
const beginning = (text: string): string =>
  text
    .slice(0, text.lastIndexOf(' ', MOST) + 1 || MOST)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd();

/** Somebody's own words, as text: the beginning, and the rest when somebody asks for it. */
export function Quoted({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  const long = text.length > MOST;
  return (
    <span class="prose" dir="auto">
      {long && !all ? `${beginning(text)}… ` : `${text} `}
      {long && (
        <button type="button" class="anchor" aria-expanded={all} onClick={() => setAll(!all)}>
          {t(all ? 'quoted.less' : 'quoted.more')}
        </button>
      )}
    </span>
  );
}
