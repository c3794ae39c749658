import type { Decision, Emergency, Incident } from '../../api/types';
import { Link } from '../../ui/Link';
import { Moment } from '../../ui/Moment';
import { Quoted } from '../../ui/Quoted';
import { t } from '../../words/words';
import { IncidentTag } from './IncidentTag';
import { titleOf, type Titles } from './titles';

/** The ticket's further pages, the backup pool's, and incidents whose title only mentions its number. */
export function MorePages({ emergency }: { emergency: Emergency }) {
  const { incident, incidents, pool_incident: pool, may_concern: mentions } = emergency;
  const others = incidents.filter(one => one.id !== incident?.id);
  return (
    <>
      {pool && <Pages title={t('pool.title')} pages={[pool]} />}
      {others.length > 0 && <Pages title={t('incident.others')} pages={others} />}
      {mentions.length > 0 && (
        <div>
          <p class="label">{t('incident.mentions')}</p>
          <ul class="rows">
            {mentions.map(({ number, title, url, status }) => (
              <li key={number}>
                <IncidentTag status={status} /> <Link href={url}>{title}</Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Pages({ title, pages }: { title: string; pages: readonly Incident[] }) {
  return (
    <div>
      <p class="label">{title}</p>
      <ul class="rows">
        {pages.map(page => (
          <li key={page.id}>
            <IncidentTag status={page.status} />{' '}
            <Link href={page.url}>{t('incident.number', { number: page.number })}</Link>{' '}
            <span class="subtle">{page.merged_into ? merged(page) : page.clock.because}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const merged = ({ merged_into: into }: Incident): string =>
  t('incident.merged', { number: into?.number == null ? '' : `#${into.number}` });

/** What a person decided otherwise than the checklist, and what an agent said since, whom a manager's word outweighs. */
export function Decided({ emergency: { decision, hint, verdict_titles: titles } }: { emergency: Emergency }) {
  return (
    <>
      {decision && <OwnVerdict said="incident.decided" decision={decision} titles={titles} />}
      {hint && <OwnVerdict said="incident.said" decision={hint} titles={titles} />}
    </>
  );
}

interface OwnVerdictProps {
  said: 'incident.decided' | 'incident.said';
  decision: Decision;
  titles: Titles;
}

/** A verdict of a person's own, with its date: whoever opens the ticket next reads it. */
function OwnVerdict({ said, decision: { by, verdict, reason, at }, titles }: OwnVerdictProps) {
  return (
    <div>
      <p>
        <span class="label">{t(said, { who: by, verdict: titleOf(titles, verdict) })}</span>{' '}
        <span class="subtle">
          <Moment at={at} />
        </span>
      </p>
      <p>
        <Quoted text={reason} />
      </p>
    </div>
  );
}
