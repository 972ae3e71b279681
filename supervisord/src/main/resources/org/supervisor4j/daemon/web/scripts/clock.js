// The daemon's time, as far as a page knows it.

export class DaemonClock {
  constructor() {
    this.ahead = 0; // How much it is ahead of ours, in seconds.
  }

  /** The daemon tells its time. Both count whole seconds here: only a real difference of clocks counts. */
  hear(seconds) {
    const difference = seconds - Date.now() / 1000;
    if (Math.abs(difference - this.ahead) > 1.5) {
      this.ahead = difference;
    }
  }

  /** In seconds since 1970. */
  now() {
    return Date.now() / 1000 + this.ahead;
  }
}
