// The page of one process.

import { actInPlace, isWayOut } from "./actions.js";
import { DaemonClock } from "./clock.js";
import { Connection } from "./connection.js";
import { at, bytes, cpu, description, remaining, showState } from "./format.js";
import { Graph } from "./graph.js";
import { Log } from "./log.js";
import { showButtons, showHealth } from "./row.js";

document.documentElement.classList.add("live");

const head = document.getElementById("process");
const find = (selector) => head.querySelector(selector);
const form = document.getElementById("each");
const buttons = document.getElementById("buttons").content.querySelectorAll("button");
const graphs = { cpu: new Graph(find("#cpugraph"), 100), rss: new Graph(find("#memorygraph"), 10e6) };
const clock = new DaemonClock();
const title = document.title;
let row = null;
let busy = false;

function show() {
  if (row) {
    showState(find(".status span"), row.state);
    find(".desc").textContent = description(row, clock.now());
    showHealth(find(".desc"), row.health);
    find(".usage").hidden = !row.pid;
    find(".cpu").textContent = cpu(row.cpu) || "\u2013";
    find(".memory").textContent = bytes(row.rss) || "\u2013";
    if (!busy || row.comes) {
      showButtons(form, buttons, row);
    }
  }
}

function update(rows, all) {
  const found = rows.find((candidate) => candidate.name === head.dataset.name);
  if (found) {
    const before = row;
    row = found;
    show();
    if (row.rss !== undefined && graphs.rss.values.length === 0) {
      measure();
    }
    if (before && (before.pid !== row.pid || before.state !== row.state)) {
      showStory();
    }
  } else if (all) {
    row = null;
    find(".desc").textContent = "removed from the configuration";
    form.replaceChildren();
  }
  document.title = row && row.state !== "RUNNING" ? `${row.state.toLowerCase()}: ${title}` : title;
}

/** Something has ended, or begun: what there is to say of it comes with the page, made anew. */
async function showStory() {
  const response = await fetch(at(`process.html?processname=${encodeURIComponent(head.dataset.name)}`)).catch(() => null);
  if (response?.ok) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const story = page.getElementById("story");
    const runs = page.getElementById("runs");
    if (story) {
      const within = story.contains(runs);
      document.getElementById("runs")?.remove();
      document.getElementById("story").replaceWith(document.adoptNode(story));
      if (runs && !within) {
        document.getElementById("details").prepend(document.adoptNode(runs));
      }
    }
  }
}

actInPlace(form, (pressed) => {
  busy = true;
  form.querySelectorAll("button").forEach((button) => (button.disabled = !isWayOut(pressed, button)));
  return () => {
    busy = false;
    form.querySelectorAll("button").forEach((button) => (button.disabled = false));
    show();
  };
});

/** When each countdown was first seen: the page tells how long it is from its own making. */
const seen = new WeakMap();

function countDown() {
  const left = document.querySelector("#story .left");
  if (left) {
    if (!seen.has(left)) {
      seen.set(left, performance.now());
    }
    const text = remaining(left.dataset.left - (performance.now() - seen.get(left)));
    if (left.textContent !== text) {
      left.textContent = text;
    }
  }
}
countDown();

setInterval(() => {
  if (!document.hidden) {
    show();
    countDown();
  }
}, 1000);

function measure() {
  graphs.cpu.add(row.cpu || 0);
  graphs.rss.add(row.rss || 0);
}
setInterval(() => {
  if (row && !document.hidden && document.body.dataset.connection === "live") {
    measure();
  }
}, 2000);

new Connection({
  clock,
  state: (data) => update(data.processes, true),
  change: (data) => update(data.processes, false),
});

/** The log and what stands above it; a process that logs nothing has neither. */
function followLog(log) {
  const tool = (id) => document.getElementById(id);
  const search = tool("search");
  const tools = document.querySelector(".logtools");

  log.changed = () => {
    tools.hidden = log.isBlank;
    const pause = tool("pause");
    if (pause.textContent !== log.pauseText()) {
      pause.textContent = log.pauseText();
    }
    pause.setAttribute("aria-pressed", String(log.paused));
    const matches = log.needle ? `${log.matches.toLocaleString("en")} found` : "";
    if (tool("matches").textContent !== matches) {
      tool("matches").textContent = matches;
    }
  };
  const searched = () => log.search(search.value, tool("only").checked);
  search.addEventListener("input", searched);
  tool("only").addEventListener("change", searched);
  tool("pause").addEventListener("click", () => log.pause(!log.paused));
  tool("next").addEventListener("click", () => log.step(1));
  tool("previous").addEventListener("click", () => log.step(-1));
  tool("wrap").addEventListener("change", (event) => log.element.classList.toggle("nowrap", !event.target.checked));
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      log.step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      search.value = "";
      searched();
      search.blur();
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, button, dialog") || event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === "/" && !event.target.closest("input")) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === " " && !typing) {
      event.preventDefault();
      log.pause(!log.paused);
    } else if (event.key === "End" && !typing) {
      log.pause(false);
    }
  });
}

const shown = document.getElementById("log");
if (shown) {
  followLog(new Log(shown));
}
