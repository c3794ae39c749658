/**
 * What follows the first paint, in a file of its own: the inside of each card.
 *
 * It is fetched while the server answers with the ticket, so it is usually there before a card is drawn.
 */
import common from 'words:common';
import work from 'words:work';
import { learn } from '../words/words';

learn(common);
learn(work);

export { EmergencyWork } from './emergency/EmergencyWork';
export { FeedbackWork } from './feedback/FeedbackWork';
export { HistoryWork } from './history/HistoryWork';
export { MacrosWork } from './macros/MacrosWork';
export { OnCallWork } from './on_call/OnCallWork';
export { StarWork } from './star/StarWork';
