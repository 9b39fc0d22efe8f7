import { say } from '../runtime/steps.mjs';
import { startHub } from './hub.mjs';

// Whoever saved a file wants to see the new code, not the end of an open stream.
const PATIENCE_MS = 2000;

/** The hub of `npm run dev`: replaced by a new one after every build. */
export class ReplaceableHub {
  /** @type {import('./hub.mjs').Hub | undefined} */
  #hub = undefined;
  /** @type {Promise<void>} */
  #turn = Promise.resolve();
  #isStopped = false;

  constructor(/** @type {string} */ dataDir, /** @type {Record<string, string>} */ env) {
    this.dataDir = dataDir;
    this.env = env;
  }

  /** Builds may follow each other faster than a hub stops: they take turns. */
  replace() {
    this.#turn = this.#turn.then(() => this.#replaceNow());
    return this.#turn;
  }

  async stop() {
    this.#isStopped = true;
    await this.#turn;
    await this.#hub?.stop(PATIENCE_MS);
  }

  async #replaceNow() {
    if (this.#isStopped) return;
    await this.#hub?.stop(PATIENCE_MS);
    this.#hub = startHub(this.dataDir, this.env);
    await this.#hub.ready.then(
      (url) => say(`  Hub                 ${url}\n`),
      (error) => say(`${error instanceof Error ? error.message : error} Waiting for a change.\n`),
    );
  }
}
