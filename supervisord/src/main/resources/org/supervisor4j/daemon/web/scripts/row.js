// A process's row, and the buttons that its state allows.

import { bytes, cpu, description, nextStart, showState } from "./format.js";

/** Writes only what differs: an element that is written keeps its text from being selected. */
export const write = (element, text) => {
  if (element.textContent !== text) {
    element.textContent = text;
  }
};

/** The badge that the stylesheet puts in front of a description; none where nothing is checked. */
export function showHealth(element, health) {
  if (health) {
    element.dataset.health = health;
  } else {
    delete element.dataset.health;
  }
}

/** A copy of a row that the page brings along. */
export const template = (id) => document.getElementById(id).content.querySelector("tr");

const fits = (button, row) => {
  const states = button.dataset.states?.split(" ");
  return !states || states.includes(row.state) || (row.comes && states.includes("comes"));
};

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
    if (copy.dataset.question === undefined) {
      copy.setAttribute("formaction", `index.html?processname=${encodeURIComponent(row.name)}`);
      copy.setAttribute("aria-label", `${button.textContent} ${row.name}`);
    } // What asks is the page's own, and made for this process.
    return copy;
  });
  cell.replaceChildren(...copies);
  if (focused && copies.length) {
    copies[0].focus({ preventScroll: true });
  }
}

export class ProcessRow {
  /** @param tr the row's element: the page's own, or a copy of its template */
  constructor(tr) {
    this.tr = tr;
    [this.status, this.nameCell, this.desc, this.cpu, this.memory, this.action] = tr.cells;
    this.badge = this.status.firstElementChild;
    this.link = this.nameCell.firstElementChild;
    this.note = "";
    this.visible = true;
    this.row = null; // What is known of the process.
  }

  /** Writes what is known of the process into the row. */
  draw(buttons, now) {
    const row = this.row;
    if (this.badge.textContent !== row.state.toLowerCase()) {
      showState(this.badge, row.state);
    }
    if (!this.tr.hasAttribute("aria-busy") || row.comes) {
      showButtons(this.action, buttons, row);
    }
    showHealth(this.desc, row.health);
    write(this.cpu, cpu(row.cpu));
    write(this.memory, bytes(row.rss));
    this.tick(now);
  }

  tick(now) {
    write(this.desc, this.note || description(this.row, now) + nextStart(this.row, now));
  }

  /** What an action has to say stands in place of the description for a while. */
  tell(text, kind, now) {
    this.note = text;
    this.desc.className = text ? `desc note ${kind}` : "desc";
    this.tick(now);
  }
}
