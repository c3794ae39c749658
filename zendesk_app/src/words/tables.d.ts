/** A chapter of `translations/en.json` as `scripts/shortWords.ts` gives it: the text, or its plural forms, of each name. */
declare module 'words:*' {
  const table: Readonly<Record<string, object | string>>;
  export default table;
}
