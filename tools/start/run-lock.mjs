import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandOf, isAlive, readPid, removeFile } from '../runtime/processes.mjs';

const OWNERS = /tools\/(start|dev)\.mjs/;

/**
 * Claims a data folder for this process, so that a second start does not mistake the servers of the first for leftovers.
 * A claim whose process is gone is taken over.
 */
export function lockDataFolder(/** @type {string} */ dataDir) {
  const file = path.join(dataDir, 'supervisor.pid');
  const holder = readPid(file);
  // In a container a restart often gets the very same process id.
  const isHeld =
    holder !== undefined && holder !== process.pid && isAlive(holder) && OWNERS.test(commandOf(holder));
  if (isHeld) throw new Error(alreadyRunning(dataDir, holder));
  writeFileSync(file, `${process.pid}\n`);
  process.once('exit', () => {
    if (readPid(file) === process.pid) removeFile(file);
  });
}

function alreadyRunning(/** @type {string} */ dataDir, /** @type {number} */ holder) {
  return (
    `The hub is already running on ${dataDir} (process ${holder}). Stop it first (Ctrl-C in its terminal, or ` +
    `\`kill ${holder}\`), or give this one its own folder and port: DATA_DIR=.data-2 APP_PORT=23001 npm start`
  );
}
