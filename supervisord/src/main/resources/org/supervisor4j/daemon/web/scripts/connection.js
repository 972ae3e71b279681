// The page's line to the daemon: server-sent events, opened again whenever it breaks.

import { at } from "./format.js";

const SILENCE = 25000; // The daemon says something every ten seconds at least.
const HIDDEN = 10000; // A browser has few connections to one server: a page that nobody sees gives its own back.
const LONGEST_PAUSE = 5000;

/**
 * Keeps the page connected. `page.state(data)` is called with everything, `page.change(data)` with what differs;
 * `page.clock` hears whenever the daemon tells its time.
 */
export class Connection {
  constructor(page) {
    this.page = page;
    this.indicator = document.getElementById("connection");
    this.lastId = "";
    this.tries = 0;
    document.addEventListener("visibilitychange", () => this.visibilityChanged());
    window.addEventListener("pagehide", () => this.close());
    window.addEventListener("pageshow", (event) => event.persisted && this.open());
    window.addEventListener("online", () => this.source || this.open());
    this.visibilityChanged();
  }

  visibilityChanged() {
    clearTimeout(this.hiddenTimer);
    if (document.hidden) {
      this.hiddenTimer = setTimeout(() => this.close(), HIDDEN);
    } else if (!this.source) {
      this.open();
    }
  }

  open() {
    this.close();
    if (!document.body.dataset.connection) {
      this.show("connecting", "connecting");
    }
    this.source = new EventSource(at(`live?last=${encodeURIComponent(this.lastId)}`));
    this.source.addEventListener("state", (event) => this.heard(event, (data) => this.page.state(data)));
    this.source.addEventListener("change", (event) => this.heard(event, (data) => this.page.change(data)));
    this.source.addEventListener("beat", (event) => this.heard(event, () => {}));
    this.source.addEventListener("error", () => this.lost());
    this.listen();
  }

  heard(event, then) {
    this.lastId = event.lastEventId || this.lastId;
    this.tries = 0;
    const data = JSON.parse(event.data);
    this.page.clock.hear(data.now);
    then(data);
    const ends = data.mood && data.mood !== "RUNNING";
    this.show(ends ? "ending" : "live", ends ? (data.mood === "RESTARTING" ? "restarting" : "shutting down") : "live");
    this.listen();
  }

  listen() {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => this.lost(), SILENCE);
  }

  lost() {
    this.close();
    if (document.body.dataset.connection !== "lost") {
      this.show("lost", `connection lost at ${new Date().toLocaleTimeString()}, trying again`);
    }
    const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** this.tries++) * (0.75 + Math.random() / 2);
    this.retryTimer = setTimeout(() => document.hidden || this.open(), pause);
  }

  close() {
    clearTimeout(this.retryTimer);
    clearTimeout(this.silenceTimer);
    if (this.source) {
      this.source.close();
      this.source = null;
    }
  }

  show(state, text) {
    document.body.dataset.connection = state;
    if (this.indicator.textContent !== text) {
      this.indicator.textContent = text;
    }
  }
}
