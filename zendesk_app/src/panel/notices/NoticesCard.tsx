import type { Notice } from '../../api/types';
import { useInsert } from '../hooks/useInsert';
import { Button } from '../../ui/Button';
import { Disclosure } from '../../ui/Disclosure';
import { Icon } from '../../ui/Icon';
import { Link } from '../../ui/Link';
import { t } from '../../words/words';
import '../../ui/Note.css';
import './NoticesCard.css';

/** Special handling for this ticket, in the server's order: the gravest first. */
export function NoticesCard({ notices }: { notices: readonly Notice[] }) {
  const { insertReply } = useInsert();
  if (notices.length === 0) return null;
  return (
    <section class="notices" aria-label={t('notices.title')}>
      <ul>
        {notices.map(notice => (
          <li key={notice.id} class="note note-warning notice">
            <Icon name="alert" />
            <Disclosure id={`notice.${notice.id}`} label={notice.title}>
              <p class="prose">{notice.text}</p>
              {notice.links.map(({ title, url }) => (
                <p key={url} class="small">
                  <Link href={url}>{title}</Link>
                </p>
              ))}
              {notice.insert && (
                <div class="row">
                  <Button
                    onClick={() => void insertReply(notice.insert ?? '')}
                    label={t('draft.insert_named', { what: notice.title })}
                  >
                    {t('draft.insert')}
                  </Button>
                </div>
              )}
            </Disclosure>
          </li>
        ))}
      </ul>
    </section>
  );
}
