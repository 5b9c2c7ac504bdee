// Resident memory and open handles of a process, as Linux tells them.
import { readdirSync, readFileSync } from 'node:fs';

export class Samples {
  taken = [];

  constructor(pid) {
    this.pid = pid;
    this.atRest = this.#read();
  }

  take() {
    this.taken.push(this.#read());
  }

  afterwards() {
    return this.#read();
  }

  // The mean of the first, second or last third.
  third(which, what) {
    const length = Math.floor(this.taken.length / 3);
    const values = this.taken.slice(which * length, (which + 1) * length).map((sample) => sample[what]);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }

  #read() {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return {
      megabytes: Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)[1]) / 1024,
      handles: readdirSync(`/proc/${this.pid}/fd`).length,
    };
  }
}
