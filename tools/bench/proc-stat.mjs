import { readdirSync } from 'node:fs';
import os from 'node:os';
import { readText } from '../runtime/processes.mjs';

/** CPU time is read from /proc, so it is known on Linux alone. */
export const isCpuKnown = os.platform() === 'linux';

/** Microseconds of CPU that the threads of these processes have had so far, to the nanosecond. */
export function cpuMicros(/** @type {readonly number[]} */ pids) {
  return pids.reduce((total, pid) => total + processNanos(pid), 0) / 1000;
}

/** The same without the main thread: the engine's garbage collector and compiler, and Node's thread pool. */
export function helperMicros(/** @type {number} */ pid) {
  return cpuMicros([pid]) - threadNanos(pid, String(pid)) / 1000;
}

/** Proportional memory of a process in MiB. */
export function memoryMib(/** @type {number} */ pid) {
  const text = readText(`/proc/${pid}/smaps_rollup`);
  return Number(/^Pss: +(\d+)/m.exec(text)?.[1] ?? Number.NaN) / 1024;
}

/** The process and everything below it. */
export function processTree(/** @type {number} */ root) {
  const children = childrenByParent();
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** Microseconds for which the core was busy so far, in steps of 10 ms. */
export function coreMicros(/** @type {number} */ core) {
  const line = new RegExp(`^cpu${core} (.*)$`, 'm').exec(readText('/proc/stat'))?.[1] ?? '';
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = line.split(' ').map(Number);
  return (user + nice + system + irq + softIrq) * 10_000;
}

function processNanos(/** @type {number} */ pid) {
  const threads = entries(`/proc/${pid}/task`);
  return threads.reduce((total, thread) => total + threadNanos(pid, thread), 0);
}

function threadNanos(/** @type {number} */ pid, /** @type {string} */ thread) {
  return Number.parseInt(readText(`/proc/${pid}/task/${thread}/schedstat`), 10) || 0;
}

function childrenByParent() {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of entries('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = readText(`/proc/${name}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

function entries(/** @type {string} */ folder) {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it has ended, or there is no /proc
  }
}
