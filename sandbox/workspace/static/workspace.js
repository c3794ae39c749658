// The page: ties the ticket, the draft and the panel together.

import { Desk } from "./desk.js";
import { Draft } from "./draft.js";
import { drawConversation, drawProperties, drawTabs } from "./view.js";
import { ZafHost } from "./zaf_host.js";

const POLL_MS = 2000;
const MOST_TABS = 5;
const byId = (id) => document.getElementById(id);

/** Lists a preview's custom fields in whichever form it has them: a list, one object {id, value}, or id → value. */
function fieldsOf({ custom_fields: listed, fields = [] }) {
  if (listed || Array.isArray(fields)) return listed ?? fields;
  return "id" in fields ? [fields] : Object.entries(fields).map(([id, value]) => ({ id, value }));
}

class Page {
  constructor() {
    this.state = JSON.parse(byId("state").textContent);
    this.frame = byId("panel");
    this.draft = new Draft(byId("composer-box"), byId("composer"), (name, value) => this.fieldChanged(name, value));
    this.host = new ZafHost(this.frame, new URL(this.state.app.backend).origin, new Desk(this));
  }

  start() {
    this.draw();
    drawConversation(this.state.ticket);
    this.openTab();
    this.listen();
    byId("launch").submit();
    setInterval(() => this.poll(), POLL_MS);
  }

  /** The ticket as the agent sees it: the saved one with the draft's changes. */
  drafted() {
    const { ticket } = this.state;
    const { tags, priority, status, subject, ticket_form_id: formId, custom_fields: custom } = this.draft.changes;
    const option = formId && [...byId("form").options].find((item) => item.value === String(formId));
    return {
      ...ticket,
      ...(tags && { tags }),
      ...(priority !== undefined && { priority }),
      ...(status && { status }),
      ...(subject && { subject }),
      ...(option && { form: { id: Number(formId), name: option.text } }),
      customFields: ticket.customFields.map((field) => ({ ...field, value: custom?.[field.id] ?? field.value })),
    };
  }

  draw() {
    drawProperties(this.drafted(), (gone) => this.draft.set("tags", this.drafted().tags.filter((tag) => tag !== gone)));
  }

  fieldChanged(name, value) {
    this.draw();
    if (name === "priority") this.host.send("ticket.priority.changed", value);
    if (name === "ticket_form_id") this.host.send("ticket.form.id.changed", value);
    if (name === "status") this.host.send("ticket.status.changed", value);
  }

  address(path) {
    const query = new URLSearchParams({ as: this.state.agent.id, scheme: document.documentElement.dataset.scheme, width: document.body.dataset.width });
    return `${path}?${query}`;
  }

  openTab() {
    const { id, subject } = this.state.ticket;
    const earlier = JSON.parse(sessionStorage.getItem("tabs") ?? "[]");
    const open = [...earlier.filter((tab) => tab.id !== id), { id, subject }].slice(-MOST_TABS);
    sessionStorage.setItem("tabs", JSON.stringify(open));
    drawTabs(id, open, (ticketId) => this.address(`/agent/tickets/${ticketId}`));
  }

  listen() {
    byId("priority").addEventListener("change", (event) => this.draft.set("priority", event.target.value || null));
    byId("status").addEventListener("change", (event) => this.draft.set("status", event.target.value));
    byId("form").addEventListener("change", (event) => this.draft.set("ticket_form_id", Number(event.target.value)));
    byId("tag").addEventListener("keydown", (event) => this.typedTag(event));
    byId("submit").addEventListener("click", () => this.submit());
    byId("reload").addEventListener("click", () => this.reload());
    byId("agent").addEventListener("change", (event) => {
      this.state.agent.id = event.target.value;
      location.assign(this.address(location.pathname));
    });
    byId("width").addEventListener("change", (event) => this.setView("width", event.target.value));
    byId("scheme").addEventListener("click", () => this.toggleScheme());
    byId("views-toggle").addEventListener("click", () => this.toggleViews());
    byId("macro-filter").addEventListener("input", () => this.listMacros());
    for (const link of document.querySelectorAll("[data-ticket]")) {
      link.addEventListener("click", () => (link.href = this.address(new URL(link.href).pathname)));
    }
    const board = document.querySelector("[data-board]");
    board.addEventListener("click", () => (board.href = this.address(new URL(board.href).pathname)));
    document.addEventListener("visibilitychange", () => this.host.send(document.hidden ? "app.deactivated" : "app.activated"));
    window.addEventListener("pagehide", () => this.host.disconnect());
    this.listMacros();
  }

  typedTag(event) {
    const tag = event.target.value.trim().toLowerCase().replaceAll(" ", "_");
    if (event.key !== "Enter" || !tag) return;
    event.target.value = "";
    this.draft.set("tags", [...new Set([...this.drafted().tags, tag])].sort());
  }

  toggleViews() {
    const views = byId("views");
    views.hidden = !views.hidden;
    byId("views-toggle").setAttribute("aria-expanded", String(!views.hidden));
  }

  setView(name, value) {
    document.body.dataset[name] = value;
    history.replaceState(null, "", this.address(location.pathname));
    this.openTab();
    this.host.send("viewport.changed", { width: this.frame.clientWidth });
  }

  toggleScheme() {
    const scheme = document.documentElement.dataset.scheme === "dark" ? "light" : "dark";
    document.documentElement.dataset.scheme = scheme;
    byId("scheme").textContent = `${scheme === "dark" ? "Light" : "Dark"} mode`;
    history.replaceState(null, "", this.address(location.pathname));
    this.openTab();
    this.host.send("colorScheme.changed", scheme);
  }

  listMacros() {
    const words = byId("macro-filter").value.toLowerCase();
    const found = this.state.macros.filter((macro) => macro.title.toLowerCase().includes(words));
    byId("macro-list").replaceChildren(
      ...found.map((macro) => {
        const item = document.createElement("li");
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: macro.title });
        button.addEventListener("click", () => this.applyMacro(macro.id));
        item.append(button);
        return item;
      }),
    );
  }

  endpoint(rest = "") {
    return `/_workspace/tickets/${this.state.ticket.id}${rest}?as=${this.state.agent.id}`;
  }

  /** Puts a macro's comment and fields into the draft. */
  async applyMacro(id) {
    byId("macros").open = false;
    const answer = await fetch(this.endpoint(`/macros/${Number(id)}`));
    if (!answer.ok) throw new Error(`There is no macro ${id}`);
    const after = await answer.json();
    if (after.comment) {
      if (after.comment.public !== undefined) this.draft.setType(after.comment.public ? "publicReply" : "internalNote");
      if (after.comment.html_body) this.draft.appendHtml(after.comment.html_body);
      else this.draft.appendText(after.comment.body);
    }
    this.draft.setAll(this.macroChanges(after));
  }

  /** Compares a macro's preview with the saved ticket: what it leaves alone, the draft keeps. */
  macroChanges(after) {
    const { ticket } = this.state;
    const before = { priority: ticket.priority, status: ticket.status, ticket_form_id: ticket.form.id };
    const changes = Object.fromEntries(Object.keys(before).filter((name) => after[name] !== before[name]).map((name) => [name, after[name]]));
    const added = after.tags.filter((tag) => !ticket.tags.includes(tag));
    const removed = ticket.tags.filter((tag) => !after.tags.includes(tag));
    if (added.length || removed.length) {
      changes.tags = [...new Set([...this.drafted().tags, ...added])].filter((tag) => !removed.includes(tag)).sort();
    }
    const saved = Object.fromEntries(ticket.customFields.map((field) => [field.id, field.value]));
    const fields = fieldsOf(after).filter((field) => field.value !== (saved[field.id] ?? null));
    if (fields.length) {
      changes.custom_fields = { ...this.draft.changes.custom_fields, ...Object.fromEntries(fields.map((field) => [field.id, field.value])) };
    }
    return changes;
  }

  async submit() {
    const button = byId("submit");
    button.disabled = true;
    try {
      const refusal = await this.host.ask("ticket.save");
      if (refusal) return this.toast(refusal, "error");
      const body = JSON.stringify(this.draft.payload());
      const answer = await fetch(this.endpoint(), { method: "POST", headers: { "Content-Type": "application/json" }, body });
      if (!answer.ok) return this.toast(`Not saved: ${(await answer.json()).description ?? answer.status}`, "error");
      this.draft.clear();
      this.show(await answer.json());
      this.host.send("ticket.submit.done");
    } finally {
      button.disabled = false;
    }
  }

  async poll() {
    try {
      const answer = await fetch(`${this.endpoint()}&known=${encodeURIComponent(this.state.ticket.updatedAt)}`);
      if (answer.status === 200) this.show(await answer.json());
    } catch {
      // The sandbox is away for a moment; the next round tries again.
    }
  }

  show(ticket) {
    this.state.ticket = ticket;
    this.draw();
    drawConversation(ticket);
    this.host.send("ticket.updated");
  }

  toast(message, kind = "notice", milliseconds = 5000) {
    const toast = Object.assign(document.createElement("div"), { className: `toast ${kind}`, textContent: message });
    byId("toasts").append(toast);
    setTimeout(() => toast.remove(), Number(milliseconds) || 5000);
  }

  routeTo(kind, id) {
    if (kind !== "ticket") throw new Error(`routeTo knows ticket, not ${kind}`);
    setTimeout(() => location.assign(this.address(`/agent/tickets/${Number(id)}`)));
  }

  resize({ height } = {}) {
    const pixels = typeof height === "number" ? `${height}px` : height;
    if (pixels) this.frame.style.height = pixels;
  }

  async reload() {
    this.host.disconnect();
    const { token } = await (await fetch(this.endpoint("/token"))).json();
    byId("launch").elements.token.value = token;
    byId("launch").submit();
  }
}

const page = new Page();
page.start();
