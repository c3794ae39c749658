import { useRef } from 'preact/hooks';
import { now } from '../../api/clock';
import { inMotion } from '../../api/motion';
import type { Operation, Panel, Star } from '../../api/types';
import { Kept } from '../../ui/Kept';
import { Link } from '../../ui/Link';
import { SourceNote } from '../../ui/SourceNote';
import { type Key, t } from '../../words/words';
import { matters, openStar } from '../top/matters';
import { CardLinks } from '../CardLinks';
import { Operations } from '../Operations';
import { Asked } from './Asked';
import { AnotherStar } from './AnotherStar';
import { OpenStar } from './OpenStar';
import { StarActions } from './StarActions';
import { StarIssueView } from './StarIssueView';

interface StarWorkProps {
  panel: Panel;
  /** Whether GitLab has said if there is a STAR. */
  known: boolean;
  operations: readonly Operation[];
}

/** The STARs of this ticket, what people do about each, and the form of another one. */
export function StarWork({ panel, known, operations }: StarWorkProps) {
  const { star, macros, links, sources } = panel;
  const [first] = matters(panel, operations, now());
  const next = first?.subject === 'star' ? first.next : undefined;
  // One that comes up later stands below those that somebody reads already.
  const order = useRef<number[]>([]);
  order.current.push(...star.issues.map(({ iid }) => iid).filter(iid => !order.current.includes(iid)));
  const issues = [...star.issues].sort(
    (one, other) => order.current.indexOf(one.iid) - order.current.indexOf(other.iid),
  );
  const open = issues.find(openStar);
  const answers = { spot: 'star', operations } as const;
  // With the issue that they are about, also once it is closed: then nothing moves when it is.
  const told = open ?? issues[0];
  return (
    <>
      {!told && <Operations {...answers} />}
      <SourceNote name="gitlab" source={sources.gitlab}>
        <p>{t('star.by_hand')}</p>
      </SourceNote>
      {star.issues.length === 0 && <p class="subtle">{t(none(star, known))}</p>}
      {star.unreadable.map(one => (
        <UnreadIssue key={one.because} {...one} />
      ))}
      {issues.map(issue => [
        <Kept key={`view ${issue.iid}`}>
          <StarIssueView issue={issue} />
        </Kept>,
        <Asked key={`asked ${issue.iid}`} issue={issue} />,
        <Kept key={`actions ${issue.iid}`}>
          {issue === told && <Operations {...answers} />}
          {openStar(issue) && (
            <StarActions
              issue={issue}
              star={star}
              macros={macros}
              led={issue.half_rejected ? 'rest' : issue === open ? next : undefined}
              acknowledging={operations.some(acknowledging)}
            />
          )}
        </Kept>,
      ])}
      {!operations.some(one => opening(one, open !== undefined)) &&
        (open ? <AnotherStar star={star} beside={open.iid} /> : <OpenStar star={star} />)}
      <CardLinks links={links} card="star" />
    </>
  );
}

/** Acknowledging applies the cross-link macro as well. */
const acknowledging = (operation: Operation): boolean => operation.kind === 'acknowledge_star' && inMotion(operation);

/** A request is on its way or in doubt, and its STAR is not `seen`: offering another would invite a second one. */
const opening = (operation: Operation, seen: boolean): boolean =>
  operation.kind === 'open_star' && inMotion(operation) && !(seen && operation.steps[0]?.state === 'done');

/** What to say where no STAR is shown: one that cannot be read may be there all the same. */
function none({ unreadable }: Star, known: boolean): Key {
  if (!known) return 'star.unknown';
  return unreadable.length > 0 ? 'star.none_readable' : 'star.none';
}

/** An issue that is about this ticket, or may be, and cannot be used. */
function UnreadIssue({ iid, url, because }: Star['unreadable'][number]) {
  return (
    <p class="aside">
      {t('star.unreadable')} {iid !== null && url && <Link href={url}>{t('star.issue', { iid })}</Link>}{' '}
      <bdi>{because}</bdi>
    </p>
  );
}
