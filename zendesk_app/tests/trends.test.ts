import { expect, test } from 'vitest';
import { stacked } from '../src/board/trends/Bars';
import { toCsv } from '../src/board/trends/csv';

const WEEKS = ['2026-11-16', '2026-11-23'];

test('a spreadsheet gets numbers, and no formula from a label', () => {
  const lines = [
    { name: '=1+1', values: [1, null] },
    { name: 'a "b", c', values: [0, 2] },
  ];
  expect(toCsv('Week of', WEEKS, lines)).toBe(`Week of,'=1+1,"a ""b"", c"\r\n2026-11-16,1,0\r\n2026-11-23,,2\r\n`);
});

test('the highest pile is drawn first, so that each line shows above those below it', () => {
  const lines = [
    { name: 'low', values: [1, 2] },
    { name: 'high', values: [3, null] },
  ];
  expect(stacked(WEEKS, lines).slice(1)).toEqual([
    [4, 2],
    [1, 2],
  ]);
});
