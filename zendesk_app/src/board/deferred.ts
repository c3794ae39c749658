/** What follows the board's first paint, in a file of its own: forms that few rows have. */
export { CoverForm } from './CoverForm';
export { EscalationForm } from '../panel/emergency/EscalationForm';
export { PoolForm } from '../panel/emergency/PoolForm';
export { HandOff } from './HandOff';
