/** A desk to put the panel on: a host and an API that tests hold in their hands. */
import { render, type RenderResult, waitFor } from '@testing-library/preact';
import axe from 'axe-core';
import { expect, vi } from 'vitest';
import type { Api } from '../src/api/client';
import { ApiFailure } from '../src/api/errors';
import type {
  Agent,
  Assessment,
  Assignee,
  MacroTrial,
  Operation,
  Panel,
  Reply,
  Staff,
  StarChecks,
  Suggestions,
} from '../src/api/types';
import { App } from '../src/panel/App';
import type { Host, HostEvent } from '../src/host/host';
import { operation } from './world/operation';
import { panel } from './world/panel';
import { manager } from './world/people';
import { TICKET } from './world/time';

export interface Started {
  kind: string;
  body: Record<string, unknown>;
  key: string;
}

export interface Bench {
  view: RenderResult;
  host: Host;
  /** Send an event as Zendesk would. */
  fire: (event: HostEvent) => void;
  /** What the server answers from now on. */
  server: Server;
  started: Started[];
  root: HTMLElement;
}

interface Server {
  panel: Panel | ApiFailure;
  assessment: Assessment | ApiFailure | Promise<Assessment>;
  checks: StarChecks | ApiFailure;
  assignee: Assignee | ApiFailure;
  suggestions: Suggestions | ApiFailure;
  staff: Staff | ApiFailure;
  trial: MacroTrial | ApiFailure | Promise<MacroTrial>;
  reply: Reply | ApiFailure;
  outcome: Operation | ApiFailure | Promise<Operation>;
  asked: number;
  /** The ticket that goes on, as the last assessment was asked. */
  continues: number | null;
}

interface BenchOptions {
  panel?: Panel | ApiFailure;
  agent?: Agent;
  assessment?: Assessment | Promise<Assessment>;
  ticket?: number | null;
}

const verdictless: Assessment = {
  entitlement: panel().emergency.entitlement,
  qualification: null,
  holds: { verdict: null, macros: [], decision: null, downgrade: false, who: [] },
  continues: null,
  reply: null,
};

/** Give what the server was told to answer, or fail with it. */
export async function given<T>(answer: T | ApiFailure | Promise<T>): Promise<T> {
  const value = await answer;
  if (value instanceof ApiFailure) throw value;
  return value;
}

/** Render the whole panel and wait for its first answer. */
export async function open(options: BenchOptions = {}): Promise<Bench> {
  const { agent = manager, ticket = TICKET } = options;
  const server: Server = {
    panel: options.panel ?? panel(),
    assessment: options.assessment ?? verdictless,
    checks: { checks: [], licence: null },
    assignee: { username: 'ana', known: true, warnings: [], like: [] },
    suggestions: { suggestions: [] },
    staff: { emergencies: [] },
    trial: { text: 'M:text', public: true, blanks: [], lost: [], changes: [], tags_added: [], tags_removed: [] },
    reply: { text: null },
    outcome: operation({ id: 'op-new' }),
    asked: 0,
    continues: null,
  };
  const started: Started[] = [];
  const listeners = new Map<HostEvent, Set<() => void>>();
  const host: Host = {
    ticket: () => Promise.resolve({ id: ticket, updatedAt: null }),
    reader: () => Promise.resolve({ locale: 'en-GB', timeZone: 'UTC' }),
    scheme: () => Promise.resolve('light' as const),
    on(event, listen) {
      const heard = listeners.get(event) ?? new Set();
      listeners.set(event, heard.add(listen));
      return () => heard.delete(listen);
    },
    onScheme: () => undefined,
    chosen: () => Promise.resolve({ priority: 'normal', form: 1 }),
    insertReply: vi.fn(() => Promise.resolve('publicReply' as const)),
    insertMacro: vi.fn(() => Promise.resolve()),
    notify: vi.fn(),
    openTicket: vi.fn(),
    resize: vi.fn(),
  };
  const api: Api = {
    async panel() {
      server.asked += 1;
      return { data: await given(server.panel), etag: null, asOf: null };
    },
    assess(_ticket, _answers, continues) {
      server.continues = continues;
      return given(server.assessment);
    },
    starChecks: () => given(server.checks),
    assignee: () => given(server.assignee),
    suggestions: () => given(server.suggestions),
    staff: () => given(server.staff),
    pageMessage: (_ticket, page) =>
      given({
        title: 'T:page',
        details: page.kind === 'trigger_emergency' ? `Reason: ${page.reason}` : `Summary: ${page.summary}`,
      }),
    macroTrial: () => given(server.trial),
    lastReply: () => given(server.reply),
    start(_ticket, kind, body, key) {
      started.push({ kind, body: { ...body }, key });
      return given(server.outcome);
    },
  };
  const root = document.body;
  const view = render(<App api={api} host={host} agent={agent} ticket={{ id: ticket, updatedAt: null }} root={root} />);
  if (ticket !== null) await waitFor(() => expect(view.queryByRole('status', { name: 'Loading' })).toBeNull());
  return { view, host, server, started, root, fire: event => listeners.get(event)?.forEach(listen => listen()) };
}

/** No accessibility fault that axe can see; colours are checked in a real browser. */
export async function accessible(element: Element = document.body): Promise<void> {
  const { violations } = await axe.run(element, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)).toEqual([]);
}
