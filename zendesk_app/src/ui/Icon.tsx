/** Garden's own icons, as they are. They decorate: the words beside them carry the meaning. */
import alert from '@zendeskgarden/svg-icons/src/16/alert-warning-stroke.svg?raw';
import check from '@zendeskgarden/svg-icons/src/16/check-circle-stroke.svg?raw';
import chevron from '@zendeskgarden/svg-icons/src/16/chevron-down-stroke.svg?raw';
import clock from '@zendeskgarden/svg-icons/src/16/clock-stroke.svg?raw';
import error from '@zendeskgarden/svg-icons/src/16/alert-error-stroke.svg?raw';
import info from '@zendeskgarden/svg-icons/src/16/info-stroke.svg?raw';
import link from '@zendeskgarden/svg-icons/src/12/new-window-stroke.svg?raw';
import question from '@zendeskgarden/svg-icons/src/16/question-mark-stroke.svg?raw';
import './Icon.css';

const DRAWINGS = { alert, check, chevron, clock, error, info, link, question };

export type IconName = keyof typeof DRAWINGS;

export function Icon({ name, class: extra = '' }: { name: IconName; class?: string }) {
  return <span class={`icon ${extra}`} aria-hidden="true" dangerouslySetInnerHTML={{ __html: DRAWINGS[name] }} />;
}
