// Which groups are folded. Folding.java reads the same fields of the address.

/** Where folded processes stand that have no group's head. */
export const LONERS = ":";

const LONERS_TITLES = { all: "Single processes", healthy: "Healthy" };

export class Folding {
  constructor(fields) {
    const mode = fields.get("folding");
    this.mode = Object.hasOwn(LONERS_TITLES, mode) ? mode : "";
    // Groups that are not as the mode has it.
    this.others = new Set((fields.get("fold") || "").split(",").filter(Boolean).map(decodeURIComponent));
  }

  addTo(add) {
    add("folding", this.mode);
    add("fold", [...this.others].map(encodeURIComponent).join(","));
  }

  /** Folds all, or what is healthy; a second time unfolds everything. */
  toggleMode(mode) {
    this.mode = this.mode === mode ? "" : mode;
    this.others.clear();
  }

  toggle(group) {
    if (!this.others.delete(group)) {
      this.others.add(group);
    }
  }

  /** Whether the mode folds a process that stands alone. */
  foldsAway(row) {
    return this.mode === "all" || (this.mode === "healthy" && row.state === "RUNNING");
  }

  folds(group, entries) {
    return entries.every(({ row }) => this.foldsAway(row)) !== this.others.has(group);
  }

  get titleOfLoners() {
    return LONERS_TITLES[this.mode];
  }
}
