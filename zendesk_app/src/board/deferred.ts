/** What follows the board's first paint, in a file of its own: forms that few rows have. */
export { PoolForm } from '../panel/emergency/PoolForm';
