// What the address says about which processes are shown, and how. StatusQuery.java reads the same fields.

import { Folding } from "./folding.js";

export class Query {
  constructor(search) {
    const fields = new URLSearchParams(search);
    this.text = fields.get("q") || "";
    this.state = (fields.get("state") || "").toUpperCase();
    this.sort = fields.get("sort") || "name";
    this.descending = fields.get("dir") === "desc";
    this.grouped = fields.get("groups") !== "off";
    this.folding = new Folding(fields);
  }

  /** Where this view is found again. */
  address() {
    const fields = new URLSearchParams();
    const add = (name, value) => value && fields.set(name, value);
    add("q", this.text);
    add("state", this.state.toLowerCase());
    add("sort", this.sort === "name" ? "" : this.sort);
    add("dir", this.descending ? "desc" : "");
    add("groups", this.grouped ? "" : "off");
    this.folding.addTo(add);
    const query = fields.toString();
    return query ? `index.html?${query}` : "index.html";
  }

  /** What a click on a column's head asks for: numbers begin with the largest. */
  sortBy(column) {
    const down = column === "cpu" || column === "memory" || column === "uptime";
    this.descending = this.sort === column ? !this.descending : down;
    this.sort = column;
  }

  matches(row, description) {
    const words = this.text.toLowerCase();
    return (
      (!this.state || row.state === this.state) &&
      (!words || `${row.name}\n${row.state}\n${description()}`.toLowerCase().includes(words))
    );
  }

  /** Compares two rows; equals stand by name, which is how the daemon sorts them. */
  compare(a, b) {
    const order = this.order(a, b);
    return (this.descending ? -order : order) || a.place - b.place;
  }

  order(a, b) {
    switch (this.sort) {
      case "state":
        return a.state < b.state ? -1 : a.state > b.state ? 1 : 0;
      case "uptime":
        return started(b) - started(a);
      case "cpu":
        return (a.cpu ?? -1) - (b.cpu ?? -1);
      case "memory":
        return (a.rss ?? -1) - (b.rss ?? -1);
      default:
        return a.place - b.place;
    }
  }

  /** Whether rows may change places by themselves. */
  moves() {
    return this.sort !== "name" || this.folding.mode === "healthy";
  }
}

/** What doesn't run has been up for less than no time. */
const started = (row) => (row.state === "RUNNING" ? row.start : Number.MAX_SAFE_INTEGER);
