import path from 'node:path';
import { projectRoot } from '../runtime/paths.mjs';
import { say } from '../runtime/steps.mjs';

/**
 * Builds the hub now and after every change of its sources; `onBuilt` is called after each build that worked.
 * @param {() => Promise<void>} onBuilt
 * @returns {Promise<{ close: () => Promise<void> }>}
 */
export async function watchBackend(onBuilt) {
  // Loaded here because `npm run dev` also has to run before anything is installed.
  const { watch } = await import('rolldown');
  const { loadConfig } = await import('rolldown/config');
  process.chdir(projectRoot); // the configuration names its files from there
  const config = await loadConfig(path.join(projectRoot, 'backend/rolldown.config.ts'));
  const watcher = watch(/** @type {import('rolldown').WatchOptions} */ (config));
  watcher.on('event', async (event) => {
    if (event.code === 'ERROR') say(`${event.error.message}\n`);
    if (event.code !== 'BUNDLE_END') return;
    await event.result.close();
    await onBuilt();
  });
  return watcher;
}
