import type { Emergency, Verdict } from '../../api/types';

/** What the handbook calls each verdict. */
export type Titles = Emergency['verdict_titles'];

/** What a verdict is called; a verdict that the handbook does not name shows its key. */
export const titleOf = (titles: Titles, verdict: Verdict): string => titles[verdict] ?? verdict;
