// The page that hosts the shift board: the ZAF wire protocol without a ticket.

import { Desk } from "./desk.js";
import { ZafHost } from "./zaf_host.js";

const byId = (id) => document.getElementById(id);

/** What an app in the left bar can get: no ticket is there. */
class BarDesk extends Desk {
  registration() {
    const { context, metadata } = super.registration();
    delete context.ticketId;
    return { metadata, context: { ...context, location: "nav_bar" } };
  }

  get(path) {
    if (/^(ticket|comment|macros)/.test(path)) throw new Error(`Could not find handler for: "${path}"`);
    return super.get(path);
  }
}

class Page {
  constructor() {
    this.state = { ticket: {}, macros: [], ...JSON.parse(byId("state").textContent) };
    this.draft = { text: "", type: "internalNote" };
    this.frame = byId("board");
    this.host = new ZafHost(this.frame, new URL(this.state.app.backend).origin, new BarDesk(this));
  }

  start() {
    byId("launch").submit();
    document.addEventListener("visibilitychange", () => this.host.send(document.hidden ? "app.deactivated" : "app.activated"));
    window.addEventListener("pagehide", () => this.host.disconnect());
  }

  drafted() {
    return {};
  }

  routeTo(kind, id) {
    if (kind !== "ticket") throw new Error(`routeTo knows ticket, not ${kind}`);
    const query = new URLSearchParams({ as: this.state.agent.id, scheme: document.documentElement.dataset.scheme });
    setTimeout(() => location.assign(`/agent/tickets/${Number(id)}?${query}`));
  }

  toast(message, kind = "notice") {
    const toast = Object.assign(document.createElement("div"), { className: `toast ${kind}`, textContent: message });
    byId("toasts").append(toast);
    setTimeout(() => toast.remove(), 5000);
  }

  resize() {}
}

new Page().start();
