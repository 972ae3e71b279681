// What terminals make of a log's bytes: colours and weights. Everything else that would move a cursor is left out.

const ESCAPE = /\u001b(?:\[([0-9;:?<=>!]*)[ -/]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_]|[ -/]+[0-~])?/g;

/**
 * What is invisible, or turns the direction of text round, is shown by its number: nobody shall be misled by a log.
 * Html.java and Unseen.java have the same ones; a few signs of \p{Cf} are drawn.
 */
const UNSEEN =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]|(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])\p{Cf}/gu;
const visible = (text) =>
  text.replace(UNSEEN, (c) =>
    c < " " ? String.fromCharCode(0x2400 + c.charCodeAt(0)) : `<U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>`,
  );

const LEVELS = [0, 95, 135, 175, 215, 255];

/** One of 256 colours: the first 16 are the page's own, by name. */
function indexed(index) {
  if (index < 16) {
    return { name: index };
  }
  if (index > 231) {
    const grey = 8 + 10 * (index - 232);
    return { value: `rgb(${grey},${grey},${grey})` };
  }
  const at = index - 16;
  return { value: `rgb(${LEVELS[Math.floor(at / 36)]},${LEVELS[Math.floor(at / 6) % 6]},${LEVELS[at % 6]})` };
}

/** Reads 38;5;n and 38;2;r;g;b; gives the colour and how many numbers it took. */
function extended(codes, at) {
  const byte = (value) => Math.max(0, Math.min(255, value || 0));
  if (codes[at + 1] === 5) {
    return [indexed(byte(codes[at + 2])), 2];
  }
  if (codes[at + 1] === 2) {
    return [{ value: `rgb(${byte(codes[at + 2])},${byte(codes[at + 3])},${byte(codes[at + 4])})` }, 4];
  }
  return [null, 0];
}

/** The look of text from here on; carried from line to line, as terminals do. */
export class Pen {
  constructor() {
    this.style = {};
  }

  get plain() {
    return Object.keys(this.style).length === 0;
  }

  apply(parameters) {
    const codes = parameters.split(/[;:]/).map((code) => Number(code) || 0);
    const style = { ...this.style };
    for (let at = 0; at < codes.length; at++) {
      const code = codes[at];
      if (code === 0) {
        Object.keys(style).forEach((key) => delete style[key]);
      } else if (code === 1 || code === 2 || code === 3 || code === 4 || code === 7 || code === 9) {
        style[{ 1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "inverse", 9: "strike" }[code]] = true;
      } else if (code === 22) {
        delete style.bold;
        delete style.dim;
      } else if (code === 23 || code === 24 || code === 27 || code === 29) {
        delete style[{ 23: "italic", 24: "underline", 27: "inverse", 29: "strike" }[code]];
      } else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
        style.fg = { name: code >= 90 ? code - 82 : code - 30 };
      } else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) {
        style.bg = { name: code >= 100 ? code - 92 : code - 40 };
      } else if (code === 38 || code === 48) {
        const [colour, used] = extended(codes, at);
        at += used;
        if (colour) {
          style[code === 38 ? "fg" : "bg"] = colour;
        }
      } else if (code === 39) {
        delete style.fg;
      } else if (code === 49) {
        delete style.bg;
      }
    }
    this.style = style;
  }

  /** Splits a line into runs of one look: [{text, style}]. */
  read(line) {
    if (!line.includes("\u001b")) {
      return [{ text: visible(line), style: this.style }];
    }
    const runs = [];
    let from = 0;
    const add = (to) => {
      if (to > from) {
        runs.push({ text: visible(line.slice(from, to)), style: this.style });
      }
    };
    for (const found of line.matchAll(ESCAPE)) {
      add(found.index);
      from = found.index + found[0].length;
      if (found[2] === "m") {
        this.apply(found[1]);
      }
    }
    add(line.length);
    return runs;
  }
}

/** The element for a run, or just a text where it looks like nothing special. */
export function render(text, style) {
  const keys = Object.keys(style);
  if (keys.length === 0) {
    return document.createTextNode(text);
  }
  const span = document.createElement("span");
  span.textContent = text;
  for (const key of keys) {
    if (key === "fg" || key === "bg") {
      const colour = style[key];
      if (colour.value) {
        span.style[key === "fg" ? "color" : "backgroundColor"] = colour.value;
      } else {
        span.classList.add(`${key}${colour.name}`);
      }
    } else {
      span.classList.add(`ansi-${key}`);
    }
  }
  return span;
}
