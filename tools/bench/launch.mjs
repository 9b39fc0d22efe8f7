import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onPath } from '../runtime/on-path.mjs';
import { readText, stopProcess } from '../runtime/processes.mjs';

/** What is measured runs alone on one core, everything else on the others; where that cannot be, nothing is pinned. */
const canPin = onPath('taskset') !== undefined && os.cpus().length > 1;
export const MEASURED_CORE = canPin ? 0 : undefined;
const OTHER_CORES = `1-${os.cpus().length - 1}`;

/**
 * A process of the benchmark.
 * @typedef {object} Running
 * @property {string} name
 * @property {number} pid
 * @property {number} port
 * @property {(question: object) => Promise<any>} ask sends a message and resolves with the answer
 * @property {() => Promise<void>} stop
 */

/** Moves this process, and so whatever it starts from now on, off the measured core. */
export function leaveMeasuredCore() {
  if (canPin) spawnSync('taskset', ['-acp', OTHER_CORES, String(process.pid)]);
}

/**
 * Starts a script that reports `{kind: 'ready', url}`; its output goes to a file in `folder`.
 * @param {{ name: string, script: string, folder: string, isMeasured: boolean, env?: Record<string, string> }} options
 * @returns {Promise<Running>}
 */
export async function launch({ name, script, folder, isMeasured, env = {} }) {
  const logFile = path.join(folder, `${name}.log`);
  const log = openSync(logFile, 'w');
  const pin = canPin && isMeasured ? ['taskset', '-c', String(MEASURED_CORE)] : [];
  const [command = process.execPath, ...args] = [...pin, process.execPath, '--enable-source-maps', script];
  const child = spawn(command, args, {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', log, log, 'ipc'],
    detached: true, // Ctrl-C reaches the benchmark alone, which stops what it started
  });
  closeSync(log);
  const pid = child.pid ?? 0;
  const stopWithUs = () => child.kill('SIGKILL');
  process.once('exit', stopWithUs);
  const ended = once(child, 'exit').then(() => {
    throw new Error(
      `${name} ended by itself:\n${readText(logFile).trim().split('\n').slice(-12).join('\n')}`,
    );
  });
  ended.catch(() => undefined);
  const next = async () => (await Promise.race([once(child, 'message'), ended]))[0];
  const ready = await next();
  return {
    name,
    pid,
    port: Number(new URL(ready.url || 'http://127.0.0.1:0').port),
    ask: async (question) => {
      const answer = next();
      child.send(question);
      return answer;
    },
    stop: async () => {
      process.off('exit', stopWithUs);
      await stopProcess(pid, [['SIGTERM', 10_000]]);
    },
  };
}
