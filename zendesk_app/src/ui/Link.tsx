import type { ComponentChildren } from 'preact';
import { t } from '../words/words';
import { Icon } from './Icon';

/** A link out of the panel; an address that is not http(s) becomes plain text. */
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
