/** The forms of a manager's work on a STAR. */
import { useDraft } from '../../hooks/useDraft';
import { Field } from '../../ui/Field';
import { Select } from '../../ui/Select';
import { t } from '../../words/words';
import { TextAction } from '../TextAction';

interface Closable {
  close: () => void;
}

export function AssignStar({ close }: Closable) {
  const username = useDraft('star.username');
  return (
    <TextAction
      kind="assign_star"
      name={t('star.assign')}
      submit={t('star.assign_submit')}
      drafts={[username]}
      body={() => ({ username: username.text.trim().replace(/^@/, '') })}
      close={close}
    >
      <Field label={t('star.username')} hint={t('star.username_hint')} draft={username} required />
    </TextAction>
  );
}

export function CommentStar({ close }: Closable) {
  const text = useDraft('star.comment');
  return (
    <TextAction
      kind="comment_star"
      name={t('star.comment')}
      submit={t('star.comment_submit')}
      drafts={[text]}
      body={() => ({ text: text.text.trim() })}
      close={close}
    >
      <Field label={t('star.comment_text')} draft={text} required multiline />
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

export function RejectStar({ close }: Closable) {
  const why = useDraft('star.why');
  const alternative = useDraft('star.alternative');
  return (
    <TextAction
      kind="reject_star"
      name={t('star.reject')}
      submit={t('star.reject_submit')}
      danger
      drafts={[why, alternative]}
      body={() => ({ why: why.text.trim(), alternative: alternative.text.trim() })}
      close={close}
    >
      <Field label={t('star.why')} draft={why} required multiline />
      <Field label={t('star.alternative')} hint={t('star.alternative_hint')} draft={alternative} required multiline />
    </TextAction>
  );
}
