// How numbers are written. The server writes uptimes in the same way.

/** The address of something beside this page; without the login that the page's own address may hold. */
export const at = (path) => location.origin + location.pathname.replace(/[^/]*$/, "") + path;

const two = (number) => String(number).padStart(2, "0");

/** Seconds as 0:02:24 or 2 days, 3:04:05. */
export function uptime(seconds) {
  const total = Math.max(0, Math.floor(seconds));
  const days = Math.floor(total / 86400);
  const clock = `${Math.floor(total / 3600) % 24}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
  return days === 0 ? clock : `${days} ${days === 1 ? "day" : "days"}, ${clock}`;
}

const LONG = 120;

/** Milliseconds until something as 12 s, or 0:02:24 where it is long. */
export function remaining(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return seconds < LONG ? `${seconds} s` : uptime(seconds);
}

/** A share of one processor, given in tenths of a percent; nothing where it is not known. */
export function cpu(tenths) {
  return tenths === undefined ? "" : `${(tenths / 10).toFixed(1)}%`;
}

const UNITS = ["kB", "MB", "GB", "TB"];

/** An amount of memory, to three digits. */
export function bytes(count) {
  if (count === undefined) {
    return "";
  }
  let value = count / 1000;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 100 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}

export function count(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : /[sx]$/.test(noun) ? "es" : "s"}`;
}

/** What a row says of a process; now is in seconds of the daemon's clock. */
export function description(row, now) {
  return row.state === "RUNNING" ? `pid ${row.pid}, uptime ${uptime(now - row.start)}` : row.text;
}

/** What a row says of a start that comes by itself; nothing where that is not known. */
export const nextStart = (row, now) => (row.next ? `; tries again in ${remaining(1000 * (row.next - now))}` : "");

const STYLES = { RUNNING: "statusrunning", FATAL: "statuserror", BACKOFF: "statuserror" };

/** Shows a state in an element, which says it in words, too. */
export function showState(element, state) {
  element.className = STYLES[state] || "statusnominal";
  element.textContent = state.toLowerCase();
}
