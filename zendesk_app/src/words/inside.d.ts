/** What the cards say, as `vite.config.ts` takes it out of the whole. */
declare module '*/en.json?inside' {
  type Words = typeof import('../../translations/en.json');
  export const common: Words['common'];
  export const work: Words['work'];
}
