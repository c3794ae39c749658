/** Write the numbers of a chart as CSV. */

export interface Line {
  name: string;
  values: readonly (number | null)[];
}

/** Spreadsheets run a text that begins like this as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

export function toCsv(corner: string, weeks: readonly string[], lines: readonly Line[]): string {
  const head = [corner, ...lines.map(({ name }) => name)];
  const rows = weeks.map((week, index) => [week, ...lines.map(({ values }) => values[index]?.toString() ?? '')]);
  return [head, ...rows].map(cells => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export function download(name: string, csv: string): void {
  // Spreadsheets need the byte order mark to read the file as UTF-8.
  const url = URL.createObjectURL(new Blob(['\ufeff', csv], { type: 'text/csv' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
