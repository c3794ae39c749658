import { inMotion } from '../../api/motion';
import type { Operation, Panel } from '../../api/types';
import { openStar } from '../top/matters';
import { CardLinks } from '../CardLinks';
import { Asked } from './Asked';
import { AnotherStar } from './AnotherStar';
import { OpenStar } from './OpenStar';
import { StarActions } from './StarActions';
import { StarIssueView } from './StarIssueView';

interface StarWorkProps {
  panel: Panel;
  operations: readonly Operation[];
}

/** What people do about STARs. The first one stands above this: its actions come first, then the others. */
export function StarWork({ panel: { star, macros, links }, operations }: StarWorkProps) {
  const open = star.issues.find(openStar);
  return (
    <>
      {star.issues.map((issue, index) => [
        index > 0 && <StarIssueView key={`view ${issue.iid}`} issue={issue} />,
        <Asked key={`asked ${issue.iid}`} issue={issue} />,
        openStar(issue) && <StarActions key={`actions ${issue.iid}`} issue={issue} star={star} macros={macros} />,
      ])}
      {!operations.some(opening) && (open ? <AnotherStar star={star} beside={open.iid} /> : <OpenStar star={star} />)}
      <CardLinks links={links} card="star" />
    </>
  );
}

/** A request is on its way or in doubt: offering another would invite a second one. */
const opening = (operation: Operation): boolean => operation.kind === 'open_star' && inMotion(operation);
