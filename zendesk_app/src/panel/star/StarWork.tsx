import { inMotion } from '../../api/motion';
import type { Operation, Panel } from '../../api/types';
import { SourceNote } from '../../ui/SourceNote';
import { t } from '../../words/words';
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
      {star.issues.length === 0 && <p class="subtle">{t(known ? 'star.none' : 'star.unknown')}</p>}
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

/** A request is on its way or in doubt: offering another would invite a second one. */
const opening = (operation: Operation): boolean => operation.kind === 'open_star' && inMotion(operation);
