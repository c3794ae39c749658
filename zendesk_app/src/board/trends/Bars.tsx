import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { speaking } from '../../words/words';
import type { Line } from './csv';

const HEIGHT = 160;
const HALF_A_WEEK = 3.5 * 24 * 3600;
/** Ticks of the scale: whole numbers only, since all lines are counts. */
const WHOLE = [0, 1, 2, 3, 4, 5].flatMap(power => [1, 2, 5].map(digit => digit * 10 ** power));
/** The panel's own colours, in the order of the lines; a table beside the chart names them. */
const COLOURS = [
  '--bg-primary-emphasis',
  '--fg-warning',
  '--bg-success-emphasis',
  '--bg-danger-emphasis',
  '--border-emphasis',
  '--fg-danger-emphasis',
  '--primary-hover',
  '--tag-amber-bg',
] as const;

interface BarsProps {
  weeks: readonly string[];
  lines: readonly Line[];
}

/** Stacked bars, week by week. A picture for the eye: the table beside it holds the numbers. */
export function Bars({ weeks, lines }: BarsProps) {
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let chart: uPlot | null = null;
    const draw = (): void => {
      chart?.destroy();
      chart = new uPlot(options(element.clientWidth, lines), stacked(weeks, lines), element);
    };
    draw();
    const sizes = new ResizeObserver(() => chart?.setSize({ width: element.clientWidth, height: HEIGHT }));
    // A canvas keeps the colours it was painted with, so paint again in the new scheme.
    const scheme = new MutationObserver(draw);
    sizes.observe(element);
    scheme.observe(document.documentElement, { attributeFilter: ['data-scheme'] });
    return () => {
      sizes.disconnect();
      scheme.disconnect();
      chart?.destroy();
    };
  }, [weeks, lines]);

  return <div ref={place} class="bars" aria-hidden="true" />;
}

/** Sums from the first line up to each line, the highest first, since each is drawn over the one before. */
export function stacked(weeks: readonly string[], lines: readonly Line[]): uPlot.AlignedData {
  const piles = lines.map((_, top) =>
    weeks.map((_week, index) => lines.slice(0, top + 1).reduce((sum, line) => sum + (line.values[index] ?? 0), 0)),
  );
  return [weeks.map(week => Date.parse(week) / 1000), ...piles.reverse()];
}

/** A Monday as the reader writes one. */
export function day(milliseconds: number): string {
  const format = new Intl.DateTimeFormat(speaking().locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return format.format(milliseconds);
}

function options(width: number, lines: readonly Line[]): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const axis = { stroke: colour('--fg-subtle'), grid: { stroke: colour('--border-subtle'), width: 1 } };
  const paths = uPlot.paths.bars?.({ size: [0.7, 32] });
  const fills = lines.map((_, index) => colour(COLOURS[index % COLOURS.length] ?? COLOURS[0])).reverse();
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: true, range: (_chart, min, max) => [min - HALF_A_WEEK, max + HALF_A_WEEK] },
      y: { range: (_chart, _min, max) => [0, Math.max(1, max)] },
    },
    axes: [
      { ...axis, grid: { show: false }, values: (_chart, ticks) => ticks.map(seconds => day(seconds * 1000)) },
      { ...axis, size: 52, incrs: WHOLE },
    ],
    series: [{}, ...fills.map(fill => ({ fill, width: 0, points: { show: false }, ...(paths ? { paths } : {}) }))],
  };
}
