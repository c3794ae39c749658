/** The forms of a manager's work on a STAR. */
import type { Assignee, StarIssue } from '../../api/types';
import { useDesk } from '../../ui/hooks/desk';
import { useAnswer } from '../../ui/hooks/useAnswer';
import { useDraft } from '../../ui/hooks/useDraft';
import { Field } from '../../ui/Field';
import { Note } from '../../ui/Note';
import { Select } from '../../ui/Select';
import { t } from '../../words/words';
import { ConfirmedForm } from '../../ui/ConfirmedForm';
import { TextAction } from '../../ui/TextAction';
import { Names, Suggestions } from './Suggestions';

const USERNAME = /^\w[\w.-]*$/;
/** GitLab is asked for each name: wait until somebody stops typing. */
const TYPING_MS = 400;

interface Closable {
  close: () => void;
}

export function AssignStar({ close }: Closable) {
  const { api, ticket } = useDesk();
  const username = useDraft('star.username');
  const wanted = username.text.trim().replace(/^@/, '');
  const { data, failure } = useAnswer(
    USERNAME.test(wanted) ? wanted : null,
    signal => api.assignee(ticket, wanted, signal),
    TYPING_MS,
  );
  const about = !failure && data?.username === wanted ? data : null;
  return (
    <TextAction
      kind="assign_star"
      name={t('star.assign')}
      submit={t('star.assign_submit')}
      drafts={[username]}
      body={() => ({ username: wanted })}
      close={close}
    >
      <Suggestions onChoose={username.set} />
      <Field
        label={t('star.username')}
        hint={t('star.username_hint')}
        draft={username}
        required
        wrong={about?.known === false}
      />
      {failure && <p class="small subtle">{t('star.assignee_unchecked')}</p>}
      {about && (about.like?.length ? <Names of={about.like} onChoose={username.set} /> : <Speaks about={about} />)}
    </TextAction>
  );
}

/** What speaks against somebody, before anybody is assigned. */
function Speaks({ about: { username, known, warnings } }: { about: Assignee }) {
  if (!known) return <Note tone="danger" title={t('star.user_unknown', { username })} live />;
  if (warnings.length === 0) return <p class="small">{t('star.free', { username })}</p>;
  return (
    <Note tone="warning" title={t('star.busy', { username })} live>
      <ul class="bullets">
        {warnings.map(warning => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </Note>
  );
}

export function CommentStar({ close }: Closable) {
  const text = useDraft('star.comment');
  const kind = useDraft('star.comment_kind');
  return (
    <TextAction
      kind="comment_star"
      name={t('star.comment')}
      submit={t('star.comment_submit')}
      drafts={[text, kind]}
      body={() => ({ text: text.text.trim(), disposition: kind.text !== 'question' })}
      close={close}
    >
      <Field label={t('star.comment_text')} draft={text} required multiline />
      <Select
        label={t('star.comment_kind')}
        value={kind.text}
        options={[
          { value: '', label: t('star.comment_disposition') },
          { value: 'question', label: t('star.comment_question') },
        ]}
        onChange={kind.set}
      />
    </TextAction>
  );
}

export function ResolveStar({ labels, close }: Closable & { labels: readonly string[] }) {
  const comment = useDraft('star.resolution');
  const label = useDraft('star.label');
  const none = { value: '', label: t('star.no_label') };
  return (
    <TextAction
      kind="resolve_star"
      name={t('star.resolve')}
      submit={t('star.resolve_submit')}
      drafts={[comment, label]}
      body={() => ({ comment: comment.text.trim(), ...(label.text ? { label: label.text } : {}) })}
      close={close}
    >
      <Field label={t('star.resolution')} hint={t('star.resolution_hint')} draft={comment} required multiline />
      <Select
        label={t('star.label')}
        value={label.text}
        options={[none, ...labels.map(value => ({ value, label: value }))]}
        onChange={label.set}
      />
    </TextAction>
  );
}

export function RejectStar({ issue: { iid, initiator }, close }: Closable & { issue: StarIssue }) {
  const why = useDraft('star.why');
  const alternative = useDraft('star.alternative');
  const who = initiator ?? t('star.who_asked');
  return (
    <ConfirmedForm
      kind="reject_star"
      name={t('star.reject')}
      submit={t('star.reject_submit')}
      drafts={[why, alternative]}
      body={() => ({ why: why.text.trim(), alternative: alternative.text.trim() })}
      question={t('star.reject_question', { iid })}
      confirm={t('star.reject_confirm', { iid })}
      details={<p>{t('star.reject_what', { who })}</p>}
      close={close}
    >
      <Field label={t('star.why')} draft={why} required multiline />
      <Field label={t('star.alternative')} hint={t('star.alternative_hint')} draft={alternative} required multiline />
    </ConfirmedForm>
  );
}
