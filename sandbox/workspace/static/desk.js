// What the ZAF client can get, set and invoke on this page.

const DRAFT_FIELDS = { "ticket.priority": "priority", "ticket.status": "status", "ticket.subject": "subject", "ticket.form.id": "ticket_form_id", "ticket.tags": "tags" };
const CUSTOM_FIELD = /^ticket\.customField:custom_field_(\d+)$/;

export class Desk {
  constructor(page) {
    this.page = page;
  }

  registration() {
    const { app, ticket } = this.page.state;
    const metadata = { appId: app.appId, installationId: app.installationId, name: "Support On-call", version: "sandbox", settings: { backend_url: app.backend } };
    const context = { instanceGuid: app.guid, product: "support", account: { subdomain: app.subdomain }, location: "ticket_sidebar", ticketId: ticket.id };
    return { metadata, context };
  }

  get(path) {
    const { draft, state, frame } = this.page;
    const custom = path.match(CUSTOM_FIELD);
    if (custom) return this.customField(Number(custom[1]));
    const roots = {
      ticket: { ...this.page.drafted(), comment: { text: draft.text, type: draft.type } },
      comment: { text: draft.text, type: draft.type },
      currentUser: state.agent,
      currentAccount: { subdomain: state.app.subdomain, timeZone: { ianaName: "Etc/UTC" } },
      colorScheme: document.documentElement.dataset.scheme,
      macros: state.macros,
      viewport: { size: { width: frame.clientWidth, height: frame.clientHeight } },
    };
    let value = { ...roots };
    for (const part of path.split(".")) {
      if (value === null || typeof value !== "object" || !(part in value)) {
        throw new Error(`Could not find handler for: "${path}"`);
      }
      value = value[part];
    }
    return value;
  }

  customField(id) {
    const field = this.page.drafted().customFields.find((item) => item.id === id);
    if (!field) throw new Error(`There is no custom field ${id}`);
    return field.value;
  }

  set(path, value) {
    const { draft } = this.page;
    const custom = path.match(CUSTOM_FIELD);
    if (custom) {
      this.customField(Number(custom[1]));
      draft.set("custom_fields", { ...draft.changes.custom_fields, [custom[1]]: value });
    } else if (path in DRAFT_FIELDS) draft.set(DRAFT_FIELDS[path], value);
    else if (/^(ticket\.)?comment\.type$/.test(path)) draft.setType(value);
    else if (/^(ticket\.)?comment\.text$/.test(path)) draft.setText(value);
    else throw new Error(`Could not find handler for: "${path}"`);
    return value;
  }

  async invoke(name, args) {
    const { page } = this;
    const tags = () => page.drafted().tags;
    const actions = {
      "comment.appendText": () => page.draft.appendText(args[0]),
      "comment.appendMarkdown": () => page.draft.appendText(args[0]),
      "comment.appendHtml": () => page.draft.appendHtml(args[0]),
      "tags.add": () => page.draft.set("tags", [...new Set([...tags(), ...[args[0]].flat()])].sort()),
      "tags.remove": () => page.draft.set("tags", tags().filter((tag) => ![args[0]].flat().includes(tag))),
      macro: () => page.applyMacro(args[0]),
      notify: () => page.toast(...args),
      routeTo: () => page.routeTo(...args),
      resize: () => page.resize(args[0]),
      track: () => undefined,
    };
    const action = actions[name] ?? actions[name.replace(/^ticket\./, "")];
    if (!action) throw new Error(`Could not find handler for: "${name}"`);
    return action();
  }

  /** Carries out client.request(): paths of the account with the page's token, other addresses as they are. */
  async request({ url = "", type, method, data, headers = {}, contentType = "application/json", timeout = 30000 }) {
    const target = new URL(url, location.origin);
    const verb = (method ?? type ?? "GET").toUpperCase();
    const own = target.origin === location.origin ? { Authorization: `Bearer ${this.page.state.apiToken}` } : {};
    const body = verb === "GET" || data === undefined ? undefined : typeof data === "string" ? data : JSON.stringify(data);
    try {
      const answer = await fetch(target, { method: verb, body, headers: { ...(body && { "Content-Type": contentType }), ...own, ...headers }, signal: AbortSignal.timeout(timeout) });
      const text = await answer.text();
      const json = /json/.test(answer.headers.get("Content-Type") ?? "") && text ? JSON.parse(text) : undefined;
      const response = { status: answer.status, statusText: answer.statusText, responseText: text, responseJSON: json };
      return answer.ok ? { ok: true, args: [json ?? text, "success", response] } : { ok: false, args: [response, "error", answer.statusText] };
    } catch (error) {
      return { ok: false, args: [{ status: 0, statusText: "error", responseText: "" }, "error", error.message] };
    }
  }
}
