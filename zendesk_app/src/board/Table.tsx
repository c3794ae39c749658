import type { ComponentChildren } from 'preact';
import type { Source } from '../api/types';
import { Button } from '../ui/Button';
import { useDesk } from '../ui/hooks/desk';
import { Section, type SectionId } from './Section';
import { b } from './words';
import './Table.css';

/** The rows that were not sent: how many there are in all, how many at the next size, and what asks for them. */
export interface More {
  total: number;
  next: number;
  show: () => void;
}

/** What a table is made of: its rows, and how far their source can be trusted. */
export interface TableOf<T> {
  rows: readonly T[];
  source: Source;
  now: number;
  more: More;
}

interface TableProps<T> {
  caption: string;
  columns: readonly string[];
  rows: readonly T[];
  keyOf: (row: T) => string | number;
  /** The cells of a row; the first one is its header. */
  cells: (row: T) => readonly ComponentChildren[];
  /** The colour of a row's edge. */
  level: (row: T) => 'calm' | 'amber' | 'red';
  more: More;
}

/** A table, drawn as a list of cards where there is no room for columns. */
function Table<T>({ caption, columns, rows, keyOf, cells, level, more }: TableProps<T>) {
  const further = Math.min(more.total, more.next) - rows.length;
  return (
    <>
      <table class="table">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => {
            const [head, ...rest] = cells(row);
            return (
              <tr key={keyOf(row)} class={`edge-${level(row)}`}>
                <th scope="row">{head}</th>
                {rest.map((cell, index) => (
                  <td key={columns[index + 1]} data-column={columns[index + 1]}>
                    <div>{cell}</div>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {further > 0 && <Button onClick={more.show}>{b('show_more', { count: further })}</Button>}
    </>
  );
}

interface TableSectionProps<T> extends Omit<TableProps<T>, 'caption'> {
  id: SectionId;
  title: string;
  /** Said in place of the table when it has no rows, and its source was read. */
  none: string;
  source: Source;
  children?: ComponentChildren;
}

/** A part of the board that is a table; `children` stand above it. */
export function TableSection<T>({ id, title, none, source, rows, children, ...table }: TableSectionProps<T>) {
  if (rows.length === 0) {
    return (
      <Section id={id} title={title}>
        <p class="subtle">{source.state === 'unavailable' ? b('not_known') : none}</p>
      </Section>
    );
  }
  return (
    <Section id={id} title={title} aside={b('rows', { count: table.more.total })}>
      {children}
      <Table caption={title} rows={rows} {...table} />
    </Section>
  );
}

/** A button that opens the ticket, or words that say there is none. */
export function TicketLink({ ticket, children }: { ticket: number | null; children?: ComponentChildren }) {
  const { host } = useDesk();
  return (
    <>
      {ticket === null ? (
        <span class="subtle">{b('no_ticket')}</span>
      ) : (
        <button type="button" class="anchor" onClick={() => host.openTicket(ticket)}>
          {b('ticket', { ticket })}
        </button>
      )}
      {children}
    </>
  );
}
