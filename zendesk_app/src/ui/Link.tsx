import type { ComponentChildren } from 'preact';
import { t } from '../words/words';
import { Icon } from './Icon';

/** A link out of the panel; only web addresses, whatever an answer holds. */
export function Link({ href, children }: { href: string; children: ComponentChildren }) {
  if (!/^https?:\/\//i.test(href)) return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
      <Icon name="link" class="icon-out" />
      <span class="unseen"> {t('link.new_tab')}</span>
    </a>
  );
}
