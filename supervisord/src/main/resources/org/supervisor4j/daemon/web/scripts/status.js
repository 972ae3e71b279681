// The status page: all processes, as they are.

import { actInPlace, closeSheet, isWayOut } from "./actions.js";
import { DaemonClock } from "./clock.js";
import { Connection } from "./connection.js";
import { Query } from "./query.js";
import { Table } from "./table.js";

document.documentElement.classList.add("live");

const clock = new DaemonClock();
const query = new Query(location.search);
const table = new Table(document.getElementById("processes"), query, clock);
const filter = document.getElementById("q");
const states = [...document.querySelectorAll("#states a")];
const heads = [...document.querySelectorAll("th a[data-sort]")];
const grouping = document.getElementById("grouping");
const folding = [...document.querySelectorAll("a[data-folding]")];
const title = document.title;
const changed = new Map();
let gather = 0; // How long changes are gathered: twice the time that it took to show the last ones.

/** Everything around the table that tells how it is shown. */
function showQuery() {
  const counts = table.counts();
  for (const link of states) {
    const state = link.dataset.state.toUpperCase();
    const number = counts.get(state) || 0;
    link.querySelector("b").textContent = number;
    link.hidden = number === 0 && state !== "" && state !== query.state;
    link.toggleAttribute("aria-current", state === query.state);
    if (state === query.state) {
      link.setAttribute("aria-current", "true");
    }
  }
  for (const link of heads) {
    const head = link.parentElement;
    if (link.dataset.sort === query.sort) {
      head.setAttribute("aria-sort", query.descending ? "descending" : "ascending");
    } else {
      head.removeAttribute("aria-sort");
    }
  }
  grouping.textContent = query.grouped ? "Ungroup" : "Group";
  for (const link of folding) {
    const mode = link.dataset.folding;
    link.textContent = `${mode === query.folding.mode ? "Unfold" : "Fold"} ${mode}`;
  }
  document.getElementById("none").hidden = table.rows.size > 0;
  document.getElementById("nomatch").hidden = table.rows.size === 0 || table.shownCount > 0;
  const failing = (counts.get("FATAL") || 0) + (counts.get("BACKOFF") || 0);
  document.title = failing ? `(${failing}) ${title}` : title;
}

function queryChanged() {
  history.replaceState(null, "", query.address());
  table.layout(true);
  showQuery();
}

filter.addEventListener("input", () => {
  query.text = filter.value;
  queryChanged();
});
filter.form.addEventListener("submit", (event) => event.preventDefault());

const onClick = (elements, then) =>
  elements.forEach((element) =>
    element.addEventListener("click", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        closeSheet(element);
        then(element);
        queryChanged();
      }
    }),
  );
onClick(states, (link) => (query.state = link.dataset.state.toUpperCase()));
onClick(heads, (link) => query.sortBy(link.dataset.sort));
onClick(folding, (link) => query.folding.toggleMode(link.dataset.folding));
onClick([grouping], () => (query.grouped = !query.grouped));
onClick([document.querySelector("#nomatch a")], () => {
  query.text = "";
  query.state = "";
  filter.value = "";
});

table.element.addEventListener("click", (event) => {
  const fold = event.target.closest(".fold");
  if (fold) {
    query.folding.toggle(fold.closest("tbody").dataset.group);
    queryChanged();
  }
});
table.element.addEventListener("pointerleave", () => table.layout(false));

// The heads of the columns stay in sight below the tools, however many lines those take.
const tools = document.querySelector(".toolbar");
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--toolbar", `${tools.offsetHeight}px`);
}).observe(tools);

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, dialog") || event.ctrlKey || event.metaKey || event.altKey;
  if (event.key === "Escape" && event.target === filter) {
    filter.value = "";
    query.text = "";
    queryChanged();
    filter.blur();
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    filter.focus();
    filter.select();
  } else if ((event.key === "j" || event.key === "k") && !typing) {
    const links = [...table.element.querySelectorAll("td.name a, .fold")];
    const at = links.indexOf(document.activeElement.closest("tr")?.querySelector("td.name a, .fold"));
    links[Math.max(0, Math.min(links.length - 1, at + (event.key === "j" ? 1 : -1)))]?.focus();
  }
});

/** A row is busy until its action has ended; how that went stays to be read for a while. */
actInPlace(document.getElementById("each"), (button) => {
  const tr = button.closest("tr");
  const shown = table.rows.get(tr.dataset.name);
  tr.setAttribute("aria-busy", "true");
  tr.querySelectorAll("button").forEach((other) => (other.disabled = !isWayOut(button, other)));
  clearTimeout(shown?.noteTimer);
  table.tell(shown, "", "");
  return (end) => {
    tr.removeAttribute("aria-busy");
    tr.querySelectorAll("button").forEach((other) => (other.disabled = false));
    if (shown) {
      table.draw(shown);
      table.tell(shown, end.message, end.ok ? "good" : "bad");
      shown.noteTimer = setTimeout(() => table.tell(shown, "", ""), end.ok ? 4000 : 20000);
    }
  };
});

actInPlace(document.getElementById("all"), () => {
  const buttons = document.querySelectorAll("#all button");
  buttons.forEach((other) => (other.disabled = true));
  return () => buttons.forEach((other) => (other.disabled = false));
});

setInterval(() => document.hidden || table.tick(), 1000);

/** Where much changes, it is shown a few times a second. */
function showChanged() {
  const rows = [...changed.values()];
  changed.clear();
  if (rows.length) {
    const begin = performance.now();
    table.change(rows);
    showQuery();
    gather = Math.min(1000, 2 * (performance.now() - begin));
  }
}

new Connection({
  clock,
  state(data) {
    changed.clear();
    table.replace(data.processes);
    showQuery();
  },
  change(data) {
    if (changed.size === 0) {
      setTimeout(showChanged, gather);
    }
    data.processes.forEach((row) => changed.set(row.name, row));
  },
});
