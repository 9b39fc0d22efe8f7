import { say } from '../runtime/steps.mjs';

const STEADY_AFTER_MS = 10_000;

/**
 * @typedef {object} Service
 * @property {number} port
 * @property {Promise<void>} exited
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a server and starts it again, on the same port, when it ends by itself: the hub waits for a database that comes
 * back, but nobody else would bring it back. A server that ends again within seconds is given up.
 * @template {Service} S
 * @param {string} name
 * @param {(port: number | undefined) => Promise<S>} start
 * @param {(error: Error) => void} onGivenUp
 * @param {number} [steadyAfterMs]
 * @returns {Promise<{ first: S, stop: () => Promise<void> }>}
 */
export async function keepService(name, start, onGivenUp, steadyAfterMs = STEADY_AFTER_MS) {
  let current = await start(undefined);
  let isStopping = false;

  const watch = async () => {
    for (;;) {
      const since = performance.now();
      await current.exited;
      if (isStopping) return;
      if (performance.now() - since < steadyAfterMs) throw new Error(`${name} keeps ending by itself`);
      say(`${name} ended by itself; starting it again\n`);
      current = await start(current.port);
      // The stop may have come while the server was starting: it only knew the one before.
      if (isStopping) return current.stop();
    }
  };

  watch().catch(onGivenUp);
  return {
    first: current,
    stop: async () => {
      isStopping = true;
      await current.stop();
    },
  };
}
