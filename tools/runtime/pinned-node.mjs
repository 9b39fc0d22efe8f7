import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './paths.mjs';

const OLDEST_MAJOR = 22;
const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Makes sure the current script runs on a Node new enough for the project: on an older one it is run again by the Node
 * that npm installed, and this process only passes signals and the exit code through. Programs started later find that
 * Node first in any case.
 */
export async function usePinnedNode() {
  const programs = path.join(projectRoot, 'node_modules/.bin');
  process.env['PATH'] = [programs, process.env['PATH'] ?? ''].join(path.delimiter);
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_MAJOR) return;
  const pinned = path.join(programs, 'node');
  if (!existsSync(pinned)) throw new Error(tooOld());
  await runInstead(pinned);
}

/** Never resolves: the process ends when its replacement does. */
function runInstead(/** @type {string} */ node) {
  return new Promise((_resolve, reject) => {
    const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' });
    for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
  });
}

function tooOld() {
  return (
    `This is Node ${process.versions.node}; the project needs Node ${OLDEST_MAJOR} or newer (24 is what it is tested on), ` +
    `and npm has no Node binary for ${process.platform}-${process.arch}. Install Node 24 and run the command again.`
  );
}
