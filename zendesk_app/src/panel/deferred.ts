/**
 * What follows the first paint, in a file of its own: what people do on each card, and their forms.
 *
 * It is fetched while the server answers with the ticket, so it is usually there before a card is drawn.
 */
export { EmergencyWork } from './emergency/EmergencyWork';
export { FeedbackWork } from './feedback/FeedbackWork';
export { Search } from './macros/Search';
export { StarWork } from './star/StarWork';
