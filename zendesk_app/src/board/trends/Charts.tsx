/** The past as charts, each with its table beside it. Loaded on demand, with the library that draws. */
import 'uplot/dist/uPlot.min.css';
import type { Chart, Trends } from '../types';
import { Button } from '../../ui/Button';
import { b, named } from '../words';
import { Bars, day } from './Bars';
import { download, toCsv } from './csv';
import './Charts.css';

export function Charts({ trends: { weeks, charts } }: { trends: Trends }) {
  return (
    <div class="charts">
      {charts.map(chart => (
        <OneChart key={chart.id} chart={chart} weeks={weeks} />
      ))}
    </div>
  );
}

function OneChart({ chart, weeks }: { chart: Chart; weeks: readonly string[] }) {
  const title = named('chart.', chart.id);
  const lines = chart.series.map(({ name, label, values }) => ({ name: label ?? named('line.', name), values }));
  if (lines.length === 0) {
    return (
      <div>
        <h3 class="label">{title}</h3>
        <p class="subtle">{b('trends.none')}</p>
      </div>
    );
  }
  return (
    <div class="chart">
      <div class="switch">
        <h3 class="label">{title}</h3>
        <Button
          label={b('trends.csv_named', { what: title })}
          onClick={() => download(`${chart.id}.csv`, toCsv(b('trends.weeks'), weeks, lines))}
        >
          {b('trends.csv')}
        </Button>
      </div>
      <Bars weeks={weeks} lines={lines} />
      <div class="scroll" tabIndex={0} role="group" aria-label={title}>
        <table class="numbers">
          <caption class="unseen">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{b('trends.weeks')}</th>
              {lines.map((line, index) => (
                <th key={line.name} scope="col">
                  <span class={`swatch line-${index}`} aria-hidden="true" /> {line.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week, row) => (
              <tr key={week}>
                <th scope="row">{day(Date.parse(week))}</th>
                {lines.map(line => (
                  <td key={line.name}>{line.values[row] ?? '–'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
