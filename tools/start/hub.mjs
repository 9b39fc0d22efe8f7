import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../runtime/paths.mjs';
import { commandOf, isAlive, readPid, removeFile, stopProcess, writePid } from '../runtime/processes.mjs';
import { variable } from './settings.mjs';

const BUNDLE = 'dist/backend/main.js';
const DEFAULT_DRAIN_MS = 30_000;
const GRACE_MS = 5000;

/**
 * A running hub.
 * @typedef {object} Hub
 * @property {Promise<string>} ready its address, once it serves; rejects when it ends before
 * @property {Promise<number>} exited its exit code
 * @property {(patienceMs?: number) => Promise<void>} stop lets open streams finish
 * @property {() => void} kill does not
 */

/** The hub ended before it served; it has said why itself. */
export class HubEnded extends Error {
  constructor(/** @type {number} */ exitCode) {
    super(`The hub ended before it was ready (exit code ${exitCode}).`);
    this.exitCode = exitCode;
  }
}

/**
 * Starts the built hub.
 * @param {string} dataDir
 * @param {Record<string, string>} env added to the environment
 * @returns {Hub}
 */
export function startHub(dataDir, env) {
  // A process group of its own: Ctrl-C in the terminal reaches us alone, and we let the hub drain.
  const child = spawn(process.execPath, ['--enable-source-maps', path.join(projectRoot, BUNDLE)], {
    cwd: projectRoot,
    env: { NODE_ENV: 'production', ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  const pid = child.pid ?? 0;
  writePid(pidFile(dataDir), pid);
  const stopWithUs = () => child.kill('SIGTERM');
  process.once('exit', stopWithUs);

  const exited = new Promise((/** @type {(code: number) => void} */ resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  void exited.then(() => {
    process.off('exit', stopWithUs);
    if (readPid(pidFile(dataDir)) === pid) removeFile(pidFile(dataDir));
  });
  return {
    ready: untilReady(child, exited),
    exited,
    stop: async (patienceMs = drainMs()) => {
      await stopProcess(pid, [['SIGTERM', patienceMs]]);
      await exited; // its pid file goes then
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** Lets a hub whose starter was killed finish its streams, while the servers it needs still run. */
export async function stopStaleHub(/** @type {string} */ dataDir) {
  const pid = readPid(pidFile(dataDir));
  if (pid !== undefined && isAlive(pid) && commandOf(pid).includes(BUNDLE))
    await stopProcess(pid, [['SIGTERM', drainMs()]]);
  removeFile(pidFile(dataDir));
}

/** @returns {Promise<string>} */
function untilReady(
  /** @type {import('node:child_process').ChildProcess} */ child,
  /** @type {Promise<number>} */ exited,
) {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (isReady(message)) resolve(message.url);
    });
    void exited.then((code) => reject(new HubEnded(code)));
  });
}

/** @returns {message is { kind: 'ready', url: string }} */
function isReady(/** @type {unknown} */ message) {
  if (typeof message !== 'object' || message === null) return false;
  return 'kind' in message && message.kind === 'ready' && 'url' in message && typeof message.url === 'string';
}

// The hub lets open streams finish for that long and then ends by itself; only a stuck one is killed.
function drainMs() {
  const given = Number(variable('SHUTDOWN_TIMEOUT_MS') ?? DEFAULT_DRAIN_MS);
  return (Number.isInteger(given) ? given : DEFAULT_DRAIN_MS) + GRACE_MS;
}

function pidFile(/** @type {string} */ dataDir) {
  return path.join(dataDir, 'hub.pid');
}
