import { t } from '../words/words';
import './Skeleton.css';

/**
 * The shape of what is coming, in about its height.
 *
 * The page brings the same from the server (`backend/web/templates/sidebar.html`), so that something is seen before
 * the first script runs.
 */
export function Skeleton() {
  return (
    <div class="skeleton" role="status" aria-label={t('loading')}>
      <div class="bone bone-top">{t('loading')}</div>
      <div class="bone bone-duty" />
      <div class="bone" />
      <div class="bone" />
      <div class="bone" />
      <div class="bone" />
    </div>
  );
}
