// A group's rows, and what stands at their head.

import { LONERS } from "./folding.js";
import { bytes, count, cpu } from "./format.js";
import { template, write } from "./row.js";

/** Has the parent's children, from `first` on, be these, and moves as few as possible. */
export function arrange(parent, first, wanted) {
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

/** The sum of what is known; nothing where nothing is. */
const sum = (rows, field) =>
  rows.reduce((total, row) => (row[field] === undefined ? total : (total || 0) + row[field]), undefined);

export class Group {
  /** @param body the page's own, if it has one */
  constructor(name, body) {
    this.name = name;
    this.body = body || document.createElement("tbody");
    this.body.dataset.group = name;
    this.head = this.body.querySelector("tr.group");
    this.members = [];
  }

  /**
   * Shows these rows.
   *
   * @param headed whether the group has a head, under which they bear their own names only
   */
  layout(members, headed, folded) {
    this.members = members;
    const short = headed && this.name !== LONERS;
    if (headed) {
      this.head ??= this.makeHead();
      this.head.querySelector(".fold").setAttribute("aria-expanded", String(!folded));
    }
    this.body.classList.toggle("folded", folded);
    for (const member of members) {
      write(member.link, short ? member.row.process : member.row.name);
      member.tr.classList.toggle("member", headed);
    }
    const rows = folded ? [] : members.map((member) => member.tr);
    arrange(this.body, this.body.firstElementChild, headed ? [this.head, ...rows] : rows);
  }

  makeHead() {
    const head = template("group").cloneNode(true);
    head.querySelector(".groupname").textContent = this.name;
    head.querySelectorAll("td button").forEach((button) => {
      if (this.name === LONERS) {
        button.remove();
        return;
      }
      const page = button.dataset.question === undefined ? "index" : "confirm";
      const label = `${button.textContent} group ${this.name}`;
      button.setAttribute("formaction", `${page}.html?processname=${encodeURIComponent(this.name)}`);
      button.setAttribute("aria-label", label);
      if (page === "confirm") {
        button.dataset.question = `${label}?`;
      }
    });
    return head;
  }

  call(title) {
    write(this.head.querySelector(".groupname"), title);
  }

  /** How many run, and what they use together. */
  refreshHead() {
    if (!this.head?.isConnected) {
      return;
    }
    const rows = this.members.map((member) => member.row);
    const running = rows.filter((row) => row.state === "RUNNING").length;
    const bad = rows.filter((row) => row.state === "FATAL" || row.state === "BACKOFF").length;
    const words = [`${count(rows.length, "process")}`, `${running === rows.length ? "all" : running} running`];
    write(this.head.querySelector(".count"), [...words, ...(bad ? [`${bad} failing`] : [])].join(", "));
    this.head.classList.toggle("failing", bad > 0);
    write(this.head.querySelector("td.cpu"), cpu(sum(rows, "cpu")));
    write(this.head.querySelector("td.memory"), bytes(sum(rows, "rss")));
  }
}
