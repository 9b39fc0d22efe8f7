import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 20;

/** True while a process with this id exists, whoever owns it. */
export function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The command line of a process, or '' when there is none: tells our server from a stranger with a recycled id. */
export function commandOf(/** @type {number} */ pid) {
  try {
    return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return commandFromProc(pid); // slim images have no `ps`
  }
}

/** The process id on the first line of a pid file, or undefined. */
export function readPid(/** @type {string} */ file) {
  const pid = Number.parseInt(readText(file), 10);
  return pid > 0 ? pid : undefined;
}

export function writePid(/** @type {string} */ file, /** @type {number} */ pid) {
  writeFileSync(file, `${pid}\n`);
}

export function removeFile(/** @type {string} */ file) {
  rmSync(file, { force: true });
}

/** The text of a file, or '' when it cannot be read. */
export function readText(/** @type {string} */ file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Resolves to true once `condition` holds, to false after `timeoutMs`. */
export async function waitUntil(
  /** @type {() => boolean | Promise<boolean>} */ condition,
  /** @type {number} */ timeoutMs,
) {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

/**
 * Stops a process by the gentlest signal that works: each `[signal, patienceMs]` is tried in turn, then SIGKILL.
 * Resolves when the process is gone.
 */
export async function stopProcess(
  /** @type {number} */ pid,
  /** @type {ReadonlyArray<readonly [NodeJS.Signals, number]>} */ ladder,
) {
  for (const [signal, patienceMs] of [...ladder, /** @type {const} */ (['SIGKILL', 5000])]) {
    if (!isAlive(pid)) return;
    signalQuietly(pid, signal);
    if (await waitUntil(() => !isAlive(pid), patienceMs)) return;
  }
}

export function signalQuietly(/** @type {number} */ pid, /** @type {NodeJS.Signals} */ signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal: that is what was wanted.
  }
}

// A child killed while its parent is busy, or whose parent never reaps (PID 1 of many containers), stays a zombie.
function isZombie(/** @type {number} */ pid) {
  return /^\d+ \(.*\) Z /s.test(readText(`/proc/${pid}/stat`));
}

function commandFromProc(/** @type {number} */ pid) {
  return readText(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}
