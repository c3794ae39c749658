// The agent's draft: what is typed and chosen but not yet submitted.

const ALLOWED = new Set(["P", "BR", "A", "STRONG", "EM", "B", "I", "UL", "OL", "LI", "CODE", "PRE", "BLOCKQUOTE"]);

/** Copies the allowed elements of some HTML, text in place of all others. */
export function safeFragment(html) {
  const source = new DOMParser().parseFromString(html, "text/html").body;
  const copy = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE"].includes(node.tagName)) return null;
    const target = ALLOWED.has(node.tagName)
      ? document.createElement(node.tagName)
      : document.createDocumentFragment();
    if (node.tagName === "A" && /^https?:/i.test(node.getAttribute("href") ?? "")) target.href = node.href;
    for (const child of node.childNodes) target.append(copy(child) ?? "");
    return target;
  };
  const fragment = document.createDocumentFragment();
  for (const child of source.childNodes) fragment.append(copy(child) ?? "");
  return fragment;
}

export class Draft {
  constructor(box, editor, onChange) {
    this.box = box;
    this.editor = editor;
    this.onChange = onChange;
    this.changes = {};
    for (const tab of box.querySelectorAll("[role=tab]")) {
      tab.addEventListener("click", () => this.setType(tab.dataset.type));
    }
  }

  get type() {
    return this.box.dataset.type;
  }

  get text() {
    return this.editor.innerText.trim();
  }

  setType(type) {
    if (!["publicReply", "internalNote"].includes(type)) throw new Error(`comment.type cannot be ${type}`);
    this.box.dataset.type = type;
    for (const tab of this.box.querySelectorAll("[role=tab]")) {
      tab.setAttribute("aria-selected", String(tab.dataset.type === type));
    }
  }

  setText(text) {
    this.editor.replaceChildren();
    this.appendText(text);
  }

  appendText(text) {
    for (const paragraph of String(text).split(/\n{2,}/)) {
      const element = document.createElement("p");
      paragraph.split("\n").forEach((line, index) => element.append(...(index ? [document.createElement("br")] : []), line));
      this.editor.append(element);
    }
  }

  appendHtml(html) {
    this.editor.append(safeFragment(String(html)));
  }

  /** Notes a changed ticket field until submit. */
  set(name, value) {
    this.changes[name] = value;
    this.onChange(name, value);
  }

  setAll(changes) {
    for (const [name, value] of Object.entries(changes)) this.set(name, value);
  }

  /** Returns what a submit sends. */
  payload() {
    const comment = this.text ? { html_body: this.editor.innerHTML, public: this.type === "publicReply" } : undefined;
    return { ...this.changes, ...(comment && { comment }) };
  }

  clear() {
    this.changes = {};
    this.editor.replaceChildren();
  }
}
