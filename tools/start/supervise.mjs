import { HubEnded, stopStaleHub } from './hub.mjs';
import { requireFreePort } from './port-check.mjs';
import { lockDataFolder } from './run-lock.mjs';
import { startServices } from './services.mjs';
import { readSettings } from './settings.mjs';
import { Shutdown } from './shutdown.mjs';

/**
 * What work under supervision may use.
 * @typedef {object} Stage
 * @property {string} dataDir
 * @property {import('./services.mjs').Services} services
 * @property {Shutdown} shutdown
 */

/**
 * Prepares data folder, port and servers, then does the work. However the work ends, everything is stopped in order and
 * this process ends.
 */
export async function supervise(/** @type {(stage: Stage) => Promise<void>} */ work) {
  const settings = readSettings();
  lockDataFolder(settings.dataDir);
  // Before the port is looked at (it may hold it) and before its servers are stopped (it may still need them).
  await stopStaleHub(settings.dataDir);
  await requireFreePort(settings.port);

  const shutdown = new Shutdown();
  shutdown.listen();
  const fail = (/** @type {unknown} */ error) => {
    const message = error instanceof Error ? error.message : String(error);
    return shutdown.end(error instanceof HubEnded ? error.exitCode : 1, message);
  };
  try {
    const services = await startServices(settings, {
      onStop: (label, stop) => shutdown.add(label, stop),
      onGivenUp: (error) => void fail(error),
    });
    if (!shutdown.isBegun) await work({ dataDir: settings.dataDir, services, shutdown });
  } catch (error) {
    await fail(error);
  }
}
