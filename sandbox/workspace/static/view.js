// Draw the ticket's properties and conversation.

const byId = (id) => document.getElementById(id);

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

export function timeAgo(iso, now = Date.now()) {
  const minutes = Math.max(0, Math.round((now - Date.parse(iso)) / 60000));
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} h ago` : `${Math.round(minutes / 1440)} days ago`;
}

function time(iso) {
  const made = element("time", "", timeAgo(iso));
  made.dateTime = iso;
  made.title = iso;
  return made;
}

function comment(item) {
  const isAgent = item.author?.role !== "end-user";
  const row = element("li", `comment${isAgent ? " agent" : ""}${item.public ? "" : " internal"}`);
  const avatar = element("span", "avatar", item.author?.initials ?? "?");
  avatar.style.setProperty("--hue", item.author?.hue ?? 0);
  avatar.setAttribute("aria-hidden", "true");
  const name = element("strong", "", element("bdi", "", item.author?.name ?? "Somebody"));
  const meta = element("div", "meta", name, time(item.createdAt));
  if (!item.public) meta.append(element("span", "badge", "Internal"));
  const text = element("div", "text");
  text.dir = "auto";
  // Sanitised by the server with a tight list of elements.
  text.innerHTML = item.value;
  row.append(avatar, element("div", "", meta, text));
  return row;
}

export function drawConversation(ticket) {
  const list = byId("comments");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40 || !list.children.length;
  list.replaceChildren(...ticket.comments.map(comment));
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function terms(pairs) {
  return pairs.flatMap(([name, value]) => [element("dt", "", name), element("dd", "", String(value))]);
}

export function drawProperties(ticket, onTagGone) {
  byId("subject").textContent = ticket.subject;
  byId("status-badge").textContent = ticket.status;
  byId("status-badge").className = `status ${ticket.status}`;
  byId("updated").textContent = timeAgo(ticket.updatedAt);
  byId("updated").title = ticket.updatedAt;
  byId("requester").textContent = ticket.requester?.name ?? "-";
  byId("requester-email").textContent = ticket.requester?.email ?? "";
  byId("organization").textContent = ticket.organization?.name ?? "Needs Org";
  byId("assignee").textContent = ticket.assignee.user?.name ?? ticket.assignee.group?.name ?? "-";
  byId("brand").textContent = ticket.brand.name;
  byId("form").value = String(ticket.form.id ?? "");
  byId("priority").value = ticket.priority ?? "";
  byId("status").value = ticket.status;
  byId("tags").replaceChildren(
    ...ticket.tags.map((tag) => {
      const button = element("button", "", "×");
      button.type = "button";
      button.setAttribute("aria-label", `Remove tag ${tag}`);
      button.addEventListener("click", () => onTagGone(tag));
      return element("span", "tag", tag, button);
    }),
  );
  const set = ticket.customFields.filter((field) => field.value !== null);
  byId("fields").replaceChildren(element("dl", "", ...terms(set.map((field) => [field.title, field.value]))));
  const organization = ticket.organization;
  const fields = Object.entries(organization?.organizationFields ?? {}).sort();
  if (organization?.tags.length) fields.push(["tags", organization.tags.join(", ")]);
  byId("organization-fields").replaceChildren(...terms(fields));
}

export function drawTabs(current, open, address) {
  byId("tabs").replaceChildren(
    ...open.map(({ id, subject }) => {
      const title = element("span", "", subject);
      title.dir = "auto";
      const link = element("a", "", element("span", "", `#${id}`), title);
      link.href = address(id);
      if (id === current) link.setAttribute("aria-current", "page");
      return link;
    }),
  );
}
