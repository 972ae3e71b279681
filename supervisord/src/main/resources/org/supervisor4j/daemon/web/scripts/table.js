// The table of processes: rows that stay the same elements while what they show changes.

import { bytes, count, cpu, description, showState } from "./format.js";

const PIECE = 100; // Rows out of sight that are drawn in one go.
const PAUSE = 60;

/** Has the parent's children, from `first` on, be these, and moves as few as possible. */
function arrange(parent, first, wanted) {
  let at = first;
  for (const node of wanted) {
    if (node === at) {
      at = at.nextElementSibling;
    } else {
      parent.insertBefore(node, at);
    }
  }
  while (at) {
    const next = at.nextElementSibling;
    at.remove();
    at = next;
  }
}

const write = (element, text) => {
  if (element.textContent !== text) {
    element.textContent = text;
  }
};

const template = (id) => document.getElementById(id).content.querySelector("tr");

const fits = (button, row) => !button.dataset.states || button.dataset.states.split(" ").includes(row.state);

/**
 * Puts the buttons of a row's state in place, unless they are there; what has the focus keeps it. They are copies of
 * the page's own; it has none where one may only look.
 */
export function showButtons(cell, source, row) {
  const wanted = [...source].filter((button) => fits(button, row));
  const key = (buttons) => [...buttons].map((button) => button.value).join(" ");
  if (key(wanted) === key(cell.querySelectorAll("button"))) {
    return;
  }
  const focused = cell.contains(document.activeElement);
  const copies = wanted.map((button) => {
    const copy = button.cloneNode(true);
    copy.removeAttribute("data-states");
    copy.setAttribute("formaction", `index.html?processname=${encodeURIComponent(row.name)}`);
    copy.setAttribute("aria-label", `${button.textContent} ${row.name}`);
    return copy;
  });
  cell.replaceChildren(...copies);
  if (focused && copies.length) {
    copies[0].focus({ preventScroll: true });
  }
}

class ProcessRow {
  constructor(tr) {
    this.tr = tr;
    [this.status, this.nameCell, this.desc, this.cpu, this.memory, this.action] = tr.cells;
    this.badge = this.status.firstElementChild;
    this.link = this.nameCell.firstElementChild;
    this.note = null;
    this.visible = true;
    this.row = null;
  }

  /** Writes what is known of the process into the row. */
  draw(buttons, now) {
    const row = this.row;
    if (this.badge.textContent !== row.state.toLowerCase()) {
      showState(this.badge, row.state);
    }
    if (!this.tr.hasAttribute("aria-busy")) {
      showButtons(this.action, buttons, row);
    }
    write(this.cpu, cpu(row.cpu));
    write(this.memory, bytes(row.rss));
    this.tick(now);
  }

  tick(now) {
    write(this.desc, this.note ? this.note.text : description(this.row, now));
  }

  /** What an action has to say stands in place of the description for a while. */
  tell(text, kind, now) {
    this.note = text ? { text } : null;
    this.desc.className = text ? `desc note ${kind}` : "desc";
    this.tick(now);
  }
}

export class Table {
  constructor(element, query) {
    this.element = element;
    this.query = query;
    this.rows = new Map();
    this.groups = new Map();
    this.now = 0;
    this.unseen = new Set();
    this.unseenTimer = null;
    this.rowTemplate = template("row");
    this.groupTemplate = template("group");
    this.buttons = this.rowTemplate.querySelectorAll("button");
    this.found = new Map([...element.querySelectorAll("tr[data-name]")].map((tr) => [tr.dataset.name, tr]));
    for (const body of element.tBodies) {
      this.groups.set(body.dataset.group, body);
    }
    this.watcher = new IntersectionObserver((entries) => entries.forEach((entry) => this.sighted(entry)));
  }

  sighted(entry) {
    const shown = this.rows.get(entry.target.dataset.name);
    if (shown) {
      shown.visible = entry.isIntersecting;
      this.draw(shown);
    }
  }

  /** All processes, in the daemon's order. */
  replace(rows) {
    const before = this.rows;
    this.rows = new Map();
    rows.forEach((row, place) => {
      const shown = before.get(row.name) || this.make(row);
      before.delete(row.name);
      this.rows.set(row.name, shown);
      this.show(shown, { ...row, place });
    });
    before.forEach((gone) => {
      this.watcher.unobserve(gone.tr);
      this.unseen.delete(gone);
    });
    this.layout(true);
  }

  make(row) {
    let tr = this.found.get(row.name);
    this.found.delete(row.name);
    if (!tr) {
      tr = this.rowTemplate.cloneNode(true);
      tr.dataset.name = row.name;
      tr.querySelectorAll("button").forEach((button) => button.remove());
      tr.querySelector("a").setAttribute("href", `process.html?processname=${encodeURIComponent(row.name)}`);
    }
    this.watcher.observe(tr);
    return new ProcessRow(tr);
  }

  /** Some processes. */
  change(rows) {
    for (const row of rows) {
      const shown = this.rows.get(row.name);
      if (shown) {
        this.show(shown, { ...row, place: shown.row.place });
      }
    }
    this.layout(false);
  }

  /** What is in sight is drawn at once, the rest a little later, piece by piece: the page stays quick with thousands. */
  show(shown, row) {
    shown.row = row;
    if (shown.visible) {
      this.draw(shown);
    } else {
      this.unseen.add(shown);
      this.unseenTimer ??= setTimeout(() => this.drawUnseen(), PAUSE);
    }
  }

  draw(shown) {
    this.unseen.delete(shown);
    shown.draw(this.buttons, this.now);
  }

  drawUnseen() {
    [...this.unseen].slice(0, PIECE).forEach((shown) => this.draw(shown));
    this.unseenTimer = this.unseen.size ? setTimeout(() => this.drawUnseen(), PAUSE) : null;
  }

  /** A second has passed. */
  tick(now) {
    this.now = now;
    this.rows.forEach((shown) => shown.visible && shown.tick(now));
  }

  counts() {
    const counts = new Map([["", this.rows.size]]);
    this.rows.forEach(({ row }) => counts.set(row.state, (counts.get(row.state) || 0) + 1));
    return counts;
  }

  /** Puts everything in its place. While somebody points at a row, rows don't move by themselves. */
  layout(asked) {
    if (!asked && this.query.moves() && this.element.querySelector("tbody:hover, tbody:focus-within")) {
      this.refreshHeads();
      return;
    }
    const shown = [...this.rows.values()].filter(({ row }) => this.query.matches(row, () => description(row, this.now)));
    shown.sort((a, b) => this.query.compare(a.row, b.row));
    const groups = new Map();
    for (const entry of shown) {
      const key = this.query.grouped ? entry.row.group : "";
      const members = groups.get(key);
      members ? members.push(entry) : groups.set(key, [entry]);
    }
    const sizes = new Map();
    this.rows.forEach(({ row }) => sizes.set(row.group, (sizes.get(row.group) || 0) + 1));
    const bodies = [...groups].map(([name, entries]) => this.body(name, entries, sizes.get(name)));
    arrange(this.element, this.element.tHead.nextElementSibling, bodies);
    this.element.hidden = bodies.length === 0;
    this.refreshHeads();
    this.shownCount = shown.length;
  }

  body(name, entries, size) {
    let body = this.groups.get(name);
    if (!body) {
      body = document.createElement("tbody");
      body.dataset.group = name;
      this.groups.set(name, body);
    }
    body.entries_ = entries;
    const headed = name !== "" && (entries.length > 1 || entries[0].row.process !== name || size > 1);
    let head = body.querySelector("tr.group");
    if (headed && !head) {
      head = this.groupTemplate.cloneNode(true);
      head.querySelector(".groupname").textContent = name;
      head.querySelectorAll("td button").forEach((button) => {
        button.setAttribute("formaction", `index.html?processname=${encodeURIComponent(name)}`);
        button.setAttribute("aria-label", `${button.textContent} group ${name}`);
      });
    }
    const folded = headed && this.query.folded.has(name);
    body.classList.toggle("folded", folded);
    head?.querySelector(".fold").setAttribute("aria-expanded", String(!folded));
    for (const entry of entries) {
      write(entry.link, headed ? entry.row.process : entry.row.name);
      entry.tr.classList.toggle("member", headed);
    }
    const rows = folded ? [] : entries.map((entry) => entry.tr);
    arrange(body, body.firstElementChild, headed ? [head, ...rows] : rows);
    return body;
  }

  /** What stands at the head of a group: how many run, and what they use together. */
  refreshHeads() {
    for (const body of this.element.tBodies) {
      const head = body.querySelector("tr.group");
      if (head && body.entries_) {
        const rows = body.entries_.map((entry) => entry.row);
        const running = rows.filter((row) => row.state === "RUNNING").length;
        const bad = rows.filter((row) => row.state === "FATAL" || row.state === "BACKOFF").length;
        const sum = (field) =>
          rows.reduce((total, row) => (row[field] === undefined ? total : (total || 0) + row[field]), undefined);
        write(
          head.querySelector(".count"),
          `${count(rows.length, "process")}, ${running === rows.length ? "all" : running} running${bad ? `, ${bad} failing` : ""}`,
        );
        head.classList.toggle("failing", bad > 0);
        write(head.querySelector("td.cpu"), cpu(sum("cpu")));
        write(head.querySelector("td.memory"), bytes(sum("rss")));
      }
    }
  }
}
