// A line that tells how something has gone in the last minutes.

const MOST = 150;
const FEWEST = 20; // So many fill the width at least: a line that has just begun is to be seen, too.

export class Graph {
  constructor(canvas, smallest) {
    this.canvas = canvas;
    this.smallest = smallest; // Full height stands for this at least, so that nothing looks like much.
    this.values = [];
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  add(value) {
    // The first one stands for what was before it, too, so that the box is never empty.
    this.values = (this.values.length ? [...this.values, value] : [value, value]).slice(-MOST);
    this.draw();
  }

  draw() {
    const { canvas, values } = this;
    const pen = canvas.getContext("2d");
    const { width, height } = canvas;
    const top = Math.max(this.smallest, ...values) * 1.1;
    const steps = Math.max(FEWEST, values.length) - 1;
    const x = (index) => width - ((values.length - 1 - index) * width) / steps;
    const y = (value) => height - 1 - (value / top) * (height - 3);
    const colour = getComputedStyle(canvas).color;
    pen.clearRect(0, 0, width, height);
    pen.beginPath();
    values.forEach((value, index) => pen.lineTo(x(index), y(value)));
    pen.strokeStyle = colour;
    pen.lineWidth = 2;
    pen.lineJoin = "round";
    pen.stroke();
    pen.lineTo(x(values.length - 1), height);
    pen.lineTo(x(0), height);
    pen.globalAlpha = 0.12;
    pen.fillStyle = colour;
    pen.fill();
    pen.globalAlpha = 1;
  }
}
