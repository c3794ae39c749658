import { expect, test, vi } from 'vitest';
import { readBoot } from '../src/host/boot';
import { type ZafClient, zafHost } from '../src/host/zaf';

function client(answers: Record<string, unknown>): ZafClient {
  return {
    on: vi.fn(),
    off: vi.fn(),
    get: vi.fn(() => Promise.resolve({ errors: {}, ...answers })),
    set: vi.fn(() => Promise.resolve()),
    invoke: vi.fn(() => Promise.resolve()),
  };
}

test('reads the ticket and gives its time in UTC', async () => {
  const host = zafHost(client({ 'ticket.id': 35, 'ticket.updatedAt': '2026-03-04T11:00:00+01:00' }));
  expect(await host.ticket()).toEqual({ id: 35, updatedAt: '2026-03-04T10:00:00Z' });
});

test('what could not be read is named under errors and counts as missing', async () => {
  const host = zafHost(client({ 'ticket.id': 35, errors: { 'ticket.id': { message: 'no' }, currentUser: {} } }));
  expect(await host.ticket()).toEqual({ id: null, updatedAt: null });
  expect(await host.reader()).toEqual({ locale: navigator.language, timeZone: undefined });
});

test('reads locale and zone of the agent', async () => {
  const host = zafHost(client({ currentUser: { locale: 'pt-BR', timeZone: { ianaName: 'America/Sao_Paulo' } } }));
  expect(await host.reader()).toEqual({ locale: 'pt-BR', timeZone: 'America/Sao_Paulo' });
});

test('wears the scheme of Zendesk, now and when it changes', async () => {
  const zaf = client({ colorScheme: 'dark' });
  const host = zafHost(zaf);
  expect(await host.scheme()).toBe('dark');
  const worn = vi.fn();
  host.onScheme(worn);
  const [event, listen] = vi.mocked(zaf.on).mock.lastCall ?? [];
  listen?.('light');
  expect(event).toBe('colorScheme.changed');
  expect(worn).toHaveBeenCalledWith('light');
});

test('appends to the draft, applies macros, notifies, opens tickets and resizes', async () => {
  const zaf = client({});
  const host = zafHost(zaf);
  await host.insertReply('text');
  await host.insertMacro(7);
  host.notify('done', 'notice');
  host.openTicket(9);
  host.resize(120);
  expect(vi.mocked(zaf.invoke).mock.calls).toEqual([
    ['ticket.comment.appendText', 'text'],
    ['macro', 7],
    ['notify', 'done', 'notice'],
    ['routeTo', 'ticket', 9],
    ['resize', { width: '100%', height: '120px' }],
  ]);
});

test.each([
  ['an empty note becomes a reply', '<p><br></p>', 'internalNote', 'text', 'publicReply', 1],
  ['a reply that was begun goes on', '<p>Hello</p>', 'publicReply', '\n\ntext', 'publicReply', 0],
  ['a note that was begun stays a note', 'for us', 'internalNote', '\n\ntext', 'internalNote', 0],
])('%s', async (_what, written, type, appended, landing, changes) => {
  const zaf = client({ 'comment.text': written, 'comment.type': type });
  expect(await zafHost(zaf).insertReply('text')).toBe(landing);
  expect(vi.mocked(zaf.invoke).mock.calls).toEqual([['ticket.comment.appendText', appended]]);
  expect(vi.mocked(zaf.set).mock.calls).toEqual(Array(changes).fill(['comment.type', 'publicReply']));
});

test('tells priority and form as chosen, Zendesk’s dash being none', async () => {
  expect(await zafHost(client({ 'ticket.priority': '-', 'ticket.form.id': 7 })).chosen()).toEqual({
    priority: null,
    form: 7,
  });
});

test('stops listening when asked', () => {
  const zaf = client({});
  const off = zafHost(zaf).on('ticket.updated', () => undefined);
  off();
  expect(vi.mocked(zaf.off).mock.lastCall).toEqual(vi.mocked(zaf.on).mock.lastCall);
});

test.each([
  ['nothing', ''],
  ['something else', '<script type="application/json" id="boot">{"session":null}</script>'],
  ['half of it', '<script type="application/json" id="boot">{"session":{</script>'],
])('a page with %s to boot from is outside of Zendesk', (_what, html) => {
  document.body.innerHTML = html;
  expect(readBoot(document)).toBeNull();
});

test('the session is read from the page', () => {
  document.body.innerHTML =
    '<script type="application/json" id="boot">{"session":{"session":"s","expires_at":"t","agent":{}}}</script>';
  expect(readBoot(document)?.session.session).toBe('s');
});
