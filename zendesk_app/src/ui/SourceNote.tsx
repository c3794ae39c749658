import type { ComponentChildren } from 'preact';
import type { Source, SourceName } from '../api/types';
import { useDesk } from './hooks/desk';
import { Disclosure } from './Disclosure';
import { Moment } from './Moment';
import { Note } from './Note';
import { t } from '../words/words';

interface SourceNoteProps {
  name: SourceName;
  source: Source;
  /** One line is enough where another card says the rest. */
  brief?: boolean;
  /** The manual way, shown when the source cannot be reached. */
  children?: ComponentChildren;
}

/** Say that a card's data is old or missing. */
export function SourceNote({ name, source, brief = false, children }: SourceNoteProps) {
  const { agent } = useDesk();
  if (source.state === 'fresh') return null;
  const values = { source: t(`source.${name}`) };
  if (source.state === 'unavailable' && source.error === null) {
    return <p class="aside">{t('source.reading', values)}</p>;
  }
  const details = !brief && source.error && agent.role === 'manager' && (
    <Disclosure id={`source.${name}`} label={t('source.details')}>
      <p class="small">{source.error}</p>
    </Disclosure>
  );
  if (brief || source.state === 'stale') {
    return (
      <>
        <p class="aside">
          {t(source.as_of ? 'source.stale' : 'source.unavailable', values)}{' '}
          {source.as_of && <Moment at={source.as_of} />}
        </p>
        {details}
      </>
    );
  }
  return (
    <Note tone="warning" title={t('source.unavailable', values)}>
      <p>
        {source.as_of ? t('source.last_seen') : t('source.never_seen')} {source.as_of && <Moment at={source.as_of} />}
      </p>
      {details}
      {children}
    </Note>
  );
}
