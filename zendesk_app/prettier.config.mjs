/** As the code was written: the rest is prettier's own choice. */
export default { printWidth: 120, singleQuote: true, arrowParens: 'avoid' };
