import { useRef } from 'preact/hooks';
import type { Notice } from '../../api/types';
import { useInsert } from '../hooks/useInsert';
import { useHeld } from '../../ui/hooks/useHeld';
import { Button } from '../../ui/Button';
import { Disclosure } from '../../ui/Disclosure';
import { Icon } from '../../ui/Icon';
import { Link } from '../../ui/Link';
import { t } from '../../words/words';
import '../../ui/Note.css';
import './NoticesCard.css';

interface NoticesCardProps {
  notices: readonly Notice[];
  /** They came up after the ticket was opened. */
  late?: boolean;
}

/** Special handling for this ticket, in the server's order: the gravest first. Its room stays when one goes. */
export function NoticesCard({ notices, late = false }: NoticesCardProps) {
  const room = useRef<HTMLDivElement>(null);
  useHeld(room);
  return <div ref={room}>{notices.length > 0 && <List notices={notices} late={late} />}</div>;
}

function List({ notices, late }: Required<NoticesCardProps>) {
  const { insertReply } = useInsert();
  return (
    <section class="notices" aria-label={t(late ? 'notices.late' : 'notices.title')}>
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
