import { inMotion } from '../../api/motion';
import type { Operation, Panel, Star } from '../../api/types';
import { Link } from '../../ui/Link';
import { SourceNote } from '../../ui/SourceNote';
import { type Key, t } from '../../words/words';
import { openStar } from '../top/matters';
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
export function StarWork({ panel: { star, macros, links, sources }, known, operations }: StarWorkProps) {
  const open = star.issues.find(openStar);
  const answers = { spot: 'star', operations } as const;
  return (
    <>
      {!open && <Operations {...answers} />}
      <SourceNote name="gitlab" source={sources.gitlab}>
        <p>{t('star.by_hand')}</p>
      </SourceNote>
      {star.issues.length === 0 && <p class="subtle">{t(none(star, known))}</p>}
      {star.unreadable.map(one => (
        <UnreadIssue key={one.because} {...one} />
      ))}
      {star.issues.map(issue => [
        <StarIssueView key={`view ${issue.iid}`} issue={issue} />,
        <Asked key={`asked ${issue.iid}`} issue={issue} />,
        openStar(issue) && <StarActions key={`actions ${issue.iid}`} issue={issue} star={star} macros={macros} />,
        issue === open && <Operations key="answers" {...answers} />,
      ])}
      {!operations.some(opening) && (open ? <AnotherStar star={star} beside={open.iid} /> : <OpenStar star={star} />)}
      <CardLinks links={links} card="star" />
    </>
  );
}

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

/** A request is on its way or in doubt: offering another would invite a second one. */
const opening = (operation: Operation): boolean => operation.kind === 'open_star' && inMotion(operation);
