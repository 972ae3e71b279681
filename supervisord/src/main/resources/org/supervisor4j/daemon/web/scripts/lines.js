// Lines from text that comes in pieces.

const LONGEST_LINE = 16384; // Longer ones are broken.

/** Breaks text into lines, whatever the pieces it comes in; what has no end yet waits. */
export class LineBreaker {
  constructor() {
    this.rest = "";
  }

  push(text) {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop();
    while (this.rest.length > LONGEST_LINE) {
      lines.push(this.rest.slice(0, LONGEST_LINE));
      this.rest = this.rest.slice(LONGEST_LINE);
    }
    return lines;
  }
}

/** A line as a terminal leaves it: what stands before a carriage return has been written over. */
export function overwritten(line) {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  return text.slice(text.lastIndexOf("\r") + 1);
}
