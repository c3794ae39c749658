import { t } from '../words/words';
import './ManualWay.css';

/** How to do it by hand, step by step; a step may have a text of several lines to copy. */
export function ManualWay({ steps }: { steps: readonly string[] }) {
  if (steps.length === 0) return null;
  return (
    <div>
      <p class="label">{t('manual.title')}</p>
      <ol class="manual prose">
        {steps.map(step => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  );
}
