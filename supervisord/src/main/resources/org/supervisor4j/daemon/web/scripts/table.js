// The table of processes: rows that stay the same elements while what they show changes.

import { description } from "./format.js";
import { LONERS } from "./folding.js";
import { arrange, Group } from "./group.js";
import { ProcessRow, template } from "./row.js";

const PIECE = 100; // Rows out of sight that are drawn in one go.
const PAUSE = 60;

export class Table {
  constructor(element, query, clock) {
    this.element = element;
    this.query = query;
    this.clock = clock;
    this.rows = new Map();
    this.groups = new Map();
    this.unseen = new Set();
    this.unseenTimer = null;
    this.rowTemplate = template("row");
    this.buttons = this.rowTemplate.querySelectorAll("button");
    this.found = new Map([...element.querySelectorAll("tr[data-name]")].map((tr) => [tr.dataset.name, tr]));
    for (const body of element.tBodies) {
      this.groups.set(body.dataset.group, new Group(body.dataset.group, body));
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
    shown.draw(this.buttons, this.clock.now());
  }

  drawUnseen() {
    [...this.unseen].slice(0, PIECE).forEach((shown) => this.draw(shown));
    this.unseenTimer = this.unseen.size ? setTimeout(() => this.drawUnseen(), PAUSE) : null;
  }

  /** A second has passed. */
  tick() {
    const now = this.clock.now();
    this.rows.forEach((shown) => shown.visible && shown.tick(now));
  }

  /** Has a row say how its action went; nothing stands for its description again. */
  tell(shown, text, kind) {
    shown?.tell(text, kind, this.clock.now());
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
    const now = this.clock.now();
    const shown = [...this.rows.values()].filter(({ row }) => this.query.matches(row, () => description(row, now)));
    shown.sort((a, b) => this.query.compare(a.row, b.row));
    const members = new Map();
    for (const entry of shown) {
      const key = this.query.grouped ? entry.row.group : "";
      members.has(key) ? members.get(key).push(entry) : members.set(key, [entry]);
    }
    const { folding } = this.query;
    const loners = [];
    const groups = [];
    const add = (name, entries, headed) => {
      const group = this.group(name);
      group.layout(entries, headed, headed && folding.folds(name, entries));
      groups.push(group);
    };
    const sizes = new Map();
    this.rows.forEach(({ row }) => sizes.set(row.group, (sizes.get(row.group) || 0) + 1));
    members.forEach((entries, name) => {
      const headed = name !== "" && (sizes.get(name) > 1 || entries[0].row.process !== name);
      const alone = ({ row }) => !headed && folding.foldsAway(row);
      loners.push(...entries.filter(alone));
      const left = entries.filter((entry) => !alone(entry));
      if (left.length) {
        add(name, left, headed);
      }
    });
    if (loners.length) {
      add(LONERS, loners, true);
      this.groups.get(LONERS).call(folding.titleOfLoners);
    }
    arrange(
      this.element,
      this.element.tHead.nextElementSibling,
      groups.map((group) => group.body),
    );
    this.element.hidden = groups.length === 0;
    this.shownCount = shown.length;
    this.refreshHeads();
  }

  group(name) {
    if (!this.groups.has(name)) {
      this.groups.set(name, new Group(name));
    }
    return this.groups.get(name);
  }

  refreshHeads() {
    this.groups.forEach((group) => group.refreshHead());
  }
}
