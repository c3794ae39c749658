import { t } from '../words/words';
import './Skeleton.css';

/**
 * Grey bars of about the height that the panel will have.
 *
 * The server draws the same (`backend/web/templates/sidebar.html`), so that something is seen before the first
 * script runs.
 */
export function Skeleton() {
  return (
    <div class="skeleton" role="status" aria-label={t('loading')}>
      <div class="bone bone-top">{t('loading')}</div>
      <div class="bone" />
      <div class="bone" />
      <div class="bone" />
      <div class="bone" />
      <div class="bone" />
    </div>
  );
}
