import { readdirSync } from 'node:fs';
import { readText, stopProcess } from '../runtime/processes.mjs';

/**
 * Ends every process that was started with a home below the folder: clients of an interrupted run, and daemons that a client
 * left behind. Returns how many there were.
 */
export async function endProcessesOf(/** @type {string} */ folder) {
  const pids = processIds().filter((pid) => readText(`/proc/${pid}/environ`).includes(`HOME=${folder}/`));
  await Promise.all(pids.map((pid) => stopProcess(pid, [['SIGTERM', 2000]])));
  return pids.length;
}

function processIds() {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && pid !== process.pid);
  } catch {
    return []; // the harness runs on Linux only
  }
}
