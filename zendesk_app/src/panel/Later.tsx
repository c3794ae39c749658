import type { ComponentChildren } from 'preact';
import { ApiFailure } from '../api/errors';
import { type Forms, useForms } from './hooks/useForms';
import { Failure } from '../ui/Failure';
import { t } from '../words/words';

/** A form out of the file that comes after the first paint. */
export function Later({ draw }: { draw: (forms: Forms) => ComponentChildren }) {
  const { forms, failed, again } = useForms();
  if (forms) return <>{draw(forms)}</>;
  if (failed) return <Failure failure={new ApiFailure('offline', '')} onRetry={again} />;
  return <p class="subtle">{t('loading')}</p>;
}
