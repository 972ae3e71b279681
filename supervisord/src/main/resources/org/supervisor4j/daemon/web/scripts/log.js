// A log that is followed: bounded in memory, drawn a few times a second however fast it grows.

import { Pen, render } from "./ansi.js";
import { at, count } from "./format.js";
import { LineBreaker, overwritten } from "./lines.js";

const HEAD = 128 * 1024; // What is asked for of the log's past, in bytes.
const MOST_LINES = 10000;
const BLOCK = 200; // Lines that the browser lays out, or leaves alone, together.
const FLUSH = 100;
const RETRY = 2000;
const HIDDEN = 3000;

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

export class Log {
  constructor(element) {
    this.element = element;
    this.lines = [];
    this.waiting = [];
    this.fresh = 0;
    this.paused = false;
    this.only = false;
    this.needle = null;
    this.matches = 0;
    this.begin();
    element.addEventListener("scroll", () => this.scrolled());
    document.addEventListener("visibilitychange", () => this.visibilityChanged());
    new ResizeObserver(() => this.paused || this.toEnd()).observe(element);
    window.addEventListener("pagehide", () => this.disconnect());
    setInterval(() => this.flush(), FLUSH);
    this.visibilityChanged();
  }

  /** Called whenever something changed that the tools around the log show. */
  changed() {}

  visibilityChanged() {
    clearTimeout(this.hiddenTimer);
    if (document.hidden) {
      this.hiddenTimer = setTimeout(() => this.disconnect(), HIDDEN);
    } else if (!this.abort) {
      this.connect();
    }
  }

  disconnect() {
    clearTimeout(this.retryTimer);
    this.abort?.abort();
    this.abort = null;
  }

  async connect() {
    this.disconnect();
    const abort = new AbortController();
    this.abort = abort;
    try {
      const response = await fetch(at(`logtail/${this.element.dataset.log}?head=${HEAD}`), { signal: abort.signal });
      if (response.status === 404) {
        this.say("No log file.");
      } else if (response.ok) {
        await this.read(response.body.getReader());
      }
    } catch {
      // The connection is lost, or we have closed it.
    }
    if (this.abort === abort) {
      this.abort = null;
      this.retryTimer = setTimeout(() => document.hidden || this.connect(), RETRY);
    }
  }

  async read(reader) {
    const decoder = new TextDecoder();
    this.breaker = new LineBreaker();
    // Where we left off nobody knows: begin anew, when it is drawn.
    this.waiting = [];
    this.restart = true;
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      const lines = this.breaker.push(decoder.decode(value, { stream: true }));
      this.fresh += lines.length;
      this.waiting.push(...lines.slice(-MOST_LINES));
      if (this.waiting.length > 2 * MOST_LINES) {
        this.waiting = this.waiting.slice(-MOST_LINES);
      }
    }
  }

  /** Whether there is nothing to search, or to hold still. */
  get isBlank() {
    return this.lines.length === 0 && !this.shownRest;
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.lastTop = this.element.scrollTop;
  }

  say(text) {
    this.begin();
    this.element.dataset.empty = text;
  }

  begin() {
    this.pen = new Pen();
    this.lines = [];
    this.clear();
  }

  clear() {
    this.matches = 0;
    this.drawn = 0;
    this.partial = null;
    this.element.replaceChildren();
  }

  flush() {
    // Who scrolls up while lines come quickly is not taken back to the end before the browser tells of it.
    this.scrolled();
    if (this.paused) {
      this.changed();
      return;
    }
    if (this.restart) {
      this.restart = false;
      this.begin();
      this.element.dataset.empty = "Nothing logged yet.";
    }
    const rest = this.breaker ? this.breaker.rest : "";
    if (this.waiting.length === 0 && rest === this.shownRest) {
      return;
    }
    const fresh = this.waiting.slice(-MOST_LINES).map((line) => this.pen.read(overwritten(line)));
    this.waiting = [];
    this.fresh = 0;
    this.lines = this.lines.concat(fresh).slice(-MOST_LINES);
    this.partial?.remove();
    this.draw(fresh);
    this.drawPartial(rest);
    this.trim();
    this.toEnd();
    this.changed();
  }

  /** The line that is still being written is shown, and drawn anew when there is more of it. */
  drawPartial(rest) {
    this.shownRest = rest;
    this.partial = rest === "" ? null : this.lineElement(Object.assign(new Pen(), this.pen).read(overwritten(rest)));
    if (this.partial) {
      this.element.append(this.partial);
    }
  }

  draw(lines) {
    let block = this.partial?.previousElementSibling || this.element.lastElementChild;
    for (const runs of lines) {
      const element = this.lineElement(runs);
      if (element) {
        if (!block || block.childElementCount >= BLOCK) {
          block?.classList.add("full");
          block = document.createElement("div");
          block.className = "block";
          this.element.append(block);
        }
        block.append(element);
        this.drawn++;
      }
    }
  }

  trim() {
    while (this.drawn > MOST_LINES + BLOCK) {
      const first = this.element.firstElementChild;
      this.drawn -= first.childElementCount;
      this.matches -= first.querySelectorAll("mark").length;
      first.remove();
    }
  }

  /** Null where only matches are shown, and this is none. */
  lineElement(runs) {
    const line = document.createElement("div");
    const text = this.needle ? runs.map((run) => run.text).join("") : "";
    const found = this.needle ? [...text.matchAll(this.needle)].filter((match) => match[0]) : [];
    if (this.only && this.needle && found.length === 0) {
      return null;
    }
    let at = 0;
    for (const run of runs) {
      this.renderRun(line, run, at, found);
      at += run.text.length;
    }
    this.matches += found.length;
    if (!line.hasChildNodes()) {
      line.append("\n");
    }
    return line;
  }

  /** A run of text, with those parts of it marked that belong to a match. */
  renderRun(line, run, start, found) {
    let from = start;
    const end = start + run.text.length;
    const add = (to, mark) => {
      if (to > from) {
        const node = render(run.text.slice(from - start, to - start), run.style);
        if (mark) {
          const element = document.createElement("mark");
          element.append(node);
          line.append(element);
        } else {
          line.append(node);
        }
        from = to;
      }
    };
    for (const match of found) {
      add(Math.min(end, match.index), false);
      add(Math.min(end, match.index + match[0].length), true);
    }
    add(end, false);
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    const atEnd = scrollTop + clientHeight >= scrollHeight - 4;
    if (!atEnd && scrollTop < (this.lastTop ?? 0) - 1) {
      this.pause(true);
    }
    this.lastTop = scrollTop;
  }

  /** While it is paused nothing moves; what is new is counted, and the newest of it kept. */
  pause(paused) {
    if (this.paused !== paused) {
      this.paused = paused;
      this.fresh = paused ? 0 : this.fresh;
      if (!paused) {
        this.toEnd();
        this.flush();
      }
      this.changed();
    }
  }

  search(text, only) {
    this.needle = text ? new RegExp(escaped(text), "gi") : null;
    this.only = only;
    this.redraw();
  }

  redraw() {
    const top = this.element.scrollTop;
    this.clear();
    this.draw(this.lines);
    this.drawPartial(this.shownRest || "");
    this.element.scrollTop = this.paused ? top : this.element.scrollHeight;
    this.changed();
  }

  /** Goes to the next match, or the one before, round the ends; from the last one at first. */
  step(by) {
    const marks = [...this.element.querySelectorAll("mark")];
    if (marks.length === 0) {
      return;
    }
    this.pause(true);
    const at = marks.indexOf(this.current);
    this.current?.classList.remove("current");
    this.current = marks[at < 0 ? marks.length - 1 : (at + by + marks.length) % marks.length];
    this.current.classList.add("current");
    this.current.scrollIntoView({ block: "center" });
    this.changed();
  }

  pauseText() {
    return this.paused ? (this.fresh ? `Resume (${count(this.fresh, "new line")})` : "Resume") : "Pause";
  }
}
