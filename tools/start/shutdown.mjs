import { say, step } from '../runtime/steps.mjs';

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
// Ctrl-C may reach us twice, from the terminal and through npm; only a later one means impatience.
const IMPATIENT_AFTER_MS = 2000;

/** Stops what was started, last first, and ends the process. */
export class Shutdown {
  /** @type {{ label: string, stop: () => Promise<void>, noisy: boolean }[]} */
  #running = [];
  /** @type {number | undefined} */
  #begunAt = undefined;
  /** Called when the person asks a second time. */
  onImpatience = () => {};

  /** Ends the process in order when it is told to, and never for a closed terminal's sake alone. */
  listen() {
    for (const signal of SIGNALS) process.on(signal, () => this.#onSignal());
    process.stdout.on('error', () => undefined);
    process.stderr.on('error', () => undefined);
  }

  /** Remembers something to stop; `noisy` when it writes to the terminal while it stops. */
  add(/** @type {string} */ label, /** @type {() => Promise<void>} */ stop, { noisy = false } = {}) {
    this.#running.push({ label, stop, noisy });
  }

  get isBegun() {
    return this.#begunAt !== undefined;
  }

  /**
   * Stops everything. The first caller decides the exit code and the last words, which come at the very end, where a
   * person looks first.
   */
  async end(/** @type {number} */ code, lastWords = '') {
    if (this.isBegun) return;
    this.#begunAt = performance.now();
    say('\n');
    for (let entry = this.#running.pop(); entry; entry = this.#running.pop()) {
      const { label, stop, noisy } = entry;
      const work = async () => (await stop(), { says: 'stopped' });
      await step(label, work, noisy ? { during: 'stopping' } : {}).catch(() => undefined); // go on with the others
    }
    if (lastWords) process.stderr.write(`\n${lastWords}\n`);
    process.exit(code);
  }

  #onSignal() {
    if (this.#begunAt === undefined) return void this.end(0);
    if (performance.now() - this.#begunAt > IMPATIENT_AFTER_MS) this.onImpatience();
  }
}
