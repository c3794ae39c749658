import type { StarIssue } from '../../api/types';
import { Disclosure } from '../../ui/Disclosure';
import { Fact } from '../../ui/Fact';
import { t } from '../../words/words';

/** What somebody asked for, in their own words: shown as text, and only when somebody wants to read it. */
export function Asked({ issue: { iid, reason, desired_result: result } }: { issue: StarIssue }) {
  if (reason === null && result === null) return null;
  return (
    <Disclosure id={`asked.${iid}`} label={t('star.words')}>
      <dl class="facts">
        {reason !== null && <Fact name={t('star.reason')}>{lines(reason)}</Fact>}
        {result !== null && <Fact name={t('star.result')}>{lines(result)}</Fact>}
      </dl>
    </Disclosure>
  );
}

const lines = (text: string) =>
  text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map((line, at) => (
      <span key={at} class="block">
        {line}
      </span>
    ));
