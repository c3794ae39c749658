// The host's side of the ZAF wire protocol: handshake, get/set/invoke, request, events and hooks.

const HOOK_SECONDS = 30;

export class ZafHost {
  /** `desk` offers get(path), set(path, value), invoke(name, args), request(options) and registration(). */
  constructor(frame, appOrigin, desk) {
    this.frame = frame;
    this.appOrigin = appOrigin;
    this.desk = desk;
    this.subscriptions = new Set();
    this.hooks = new Map();
    this.registered = false;
    window.addEventListener("message", (event) => this.receive(event));
  }

  post(message) {
    this.frame.contentWindow.postMessage(JSON.stringify(message), this.appOrigin);
  }

  /** Sends an event to the app, if it has come so far as to register. */
  send(event, message) {
    if (this.registered) this.post({ key: `zaf.${event}`, message });
  }

  /** Forgets the app that was in the frame. */
  disconnect() {
    this.send("app.willDestroy");
    this.registered = false;
    this.subscriptions.clear();
  }

  /** Asks a hook; resolves to null or to the words with which the app refuses. */
  ask(hook) {
    if (!this.registered || !this.subscriptions.has(hook)) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.hooks.set(hook, resolve);
      setTimeout(() => resolve("The app did not answer in time."), HOOK_SECONDS * 1000);
      this.post({ key: `zaf.${hook}`, needsReply: true });
    });
  }

  receive(event) {
    if (event.source !== this.frame.contentWindow || event.origin !== this.appOrigin) return;
    let data = event.data;
    try {
      // The SDK sends strings, except for replies to hooks.
      data = typeof data === "string" ? JSON.parse(data) : data;
    } catch {
      return;
    }
    if (data?.request) this.answer(data);
    else if (typeof data?.key === "string") this.signal(data);
  }

  signal({ key, message, error }) {
    if (key === "iframe.handshake") {
      this.registered = true;
      this.send("app.registered", this.desk.registration());
      this.send("app.activated", { firstLoad: true });
    } else if (key.startsWith("iframe.on:")) {
      this.subscriptions.add(key.slice("iframe.on:".length));
    } else if (key.startsWith("iframe.off:")) {
      if (!message?.subscriberCount) this.subscriptions.delete(key.slice("iframe.off:".length));
    } else if (key.startsWith("iframe.reply:")) {
      const words = error?.msg === false ? "The app does not allow this." : (error?.msg ?? null);
      this.hooks.get(key.slice("iframe.reply:".length))?.(words);
    } else if (key.startsWith("request:")) {
      this.forward(key, message);
    }
  }

  async answer({ id, request, params }) {
    const paths = request === "get" ? params.map((path) => [path]) : Object.entries(params);
    const result = { errors: {} };
    for (const [path, value] of paths) {
      try {
        result[path] = await this.carryOut(request, path, value);
      } catch (error) {
        result.errors[path] = { name: "APIError", message: error.message, path };
      }
    }
    this.post({ id, result });
  }

  carryOut(request, path, value) {
    if (request === "get") return this.desk.get(path);
    if (request === "set") return this.desk.set(path, value);
    return this.desk.invoke(path, value);
  }

  async forward(key, options) {
    const { ok, args } = await this.desk.request(options ?? {});
    this.post({ key: `zaf.${key}.${ok ? "done" : "fail"}`, message: { responseArgs: args } });
  }
}
