import { t } from '../words/words';

/** The shape of what is coming, in about its height. */
export function Skeleton() {
  return (
    <div class="skeleton" role="status" aria-label={t('loading')}>
      <div class="bone bone-top" />
      <div class="bone bone-duty" />
      <div class="bone" />
      <div class="bone" />
      <div class="bone" />
      <div class="bone" />
    </div>
  );
}
