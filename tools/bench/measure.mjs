import { setTimeout as delay } from 'node:timers/promises';
import { monotonicMs } from './clock.mjs';
import { MEASURED_CORE } from './launch.mjs';
import { coreMicros, cpuMicros, helperMicros, processTree } from './proc-stat.mjs';

const SAMPLE_MS = 50;
const QUIET_SHARE = 0.03;
const LONGEST_QUIET_WAIT_MS = 15_000;
// Streams must not be judged by the moments in which the first opens or ends.
const MARGIN_MS = 150;

/**
 * One load on one target, and what it cost.
 * @typedef {object} Sample
 * @property {number} answered
 * @property {number} perSecond
 * @property {number[]} latencies milliseconds
 * @property {Record<string, number>} problems
 * @property {number} cpuPerAnswer microseconds, work left over for the moment after the load included
 * @property {number} helperCpuPerAnswer the part of it outside of the main thread
 * @property {number | undefined} cpuPerEvent microseconds while all streams were open
 * @property {Record<string, number>} serverCpu microseconds per answer, by server
 * @property {number} foreignShare CPU that other programs took on the measured core
 */

/**
 * Runs one job on one target.
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('./stage.mjs').Target} target
 * @param {Omit<import('./driver.mjs').Job, 'port' | 'apiKey'>} job
 * @returns {Promise<Sample>}
 */
export async function measure(stage, target, job) {
  const { pid, port } = target.running;
  await untilQuiet(pid);
  const before = { ...readings(stage, pid), mock: await stage.mock.ask({}) };
  const trace = traceCpu(pid);
  const load = await stage.driver.ask({ ...job, port, apiKey: target.apiKey });
  const busy = trace.stop();
  // The ledger is written after the answers; that is part of their price.
  await untilQuiet(pid);
  const after = { ...readings(stage, pid), mock: await stage.mock.ask({}) };
  const problems = { ...load.problems, ...upstreamProblems(before.mock, after.mock, load) };
  return {
    answered: load.answered,
    perSecond: load.answered / load.seconds,
    latencies: load.latencies,
    problems,
    cpuPerAnswer: (after.cpu - before.cpu) / load.answered,
    helperCpuPerAnswer: (after.helpers - before.helpers) / load.answered,
    cpuPerEvent: load.steady && cpuPerEvent(load, busy.samples),
    serverCpu: Object.fromEntries(
      after.servers.map(({ name, cpu }, index) => [
        name,
        (cpu - (before.servers[index]?.cpu ?? 0)) / load.answered,
      ]),
    ),
    foreignShare: busy.foreignShare,
  };
}

function readings(/** @type {import('./stage.mjs').Stage} */ stage, /** @type {number} */ pid) {
  const servers = stage.servers.map((server) => ({
    name: server.name,
    cpu: cpuMicros(processTree(server.pid)),
  }));
  return { cpu: cpuMicros([pid]), helpers: helperMicros(pid), servers };
}

/** Waits until the process has done what it had left to do. */
async function untilQuiet(/** @type {number} */ pid) {
  const deadline = monotonicMs() + LONGEST_QUIET_WAIT_MS;
  let quiet = 0;
  while (quiet < 2 && monotonicMs() < deadline) {
    const [cpu, at] = [cpuMicros([pid]), monotonicMs()];
    await delay(100);
    const share = (cpuMicros([pid]) - cpu) / 1000 / (monotonicMs() - at);
    quiet = share < QUIET_SHARE ? quiet + 1 : 0;
  }
}

/** Follows the CPU time of a process while a load runs. */
function traceCpu(/** @type {number} */ pid) {
  /** @type {[number, number][]} */
  const samples = [];
  const sample = () => samples.push([monotonicMs(), cpuMicros([pid])]);
  const coreBefore = MEASURED_CORE === undefined ? 0 : coreMicros(MEASURED_CORE);
  sample();
  const timer = setInterval(sample, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      sample();
      const [first = [0, 0], last = first] = [samples[0], samples.at(-1)];
      const coreBusy = MEASURED_CORE === undefined ? 0 : coreMicros(MEASURED_CORE) - coreBefore;
      const foreign = coreBusy - (last[1] - first[1]);
      return { samples, foreignShare: Math.max(0, foreign / 1000 / (last[0] - first[0])) };
    },
  };
}

function cpuPerEvent(
  /** @type {import('./loads.mjs').LoadResult} */ { steady, progress },
  /** @type {readonly [number, number][]} */ samples,
) {
  const [begin, end] = steady ?? [0, 0];
  const within = samples.filter(([at]) => at > begin + MARGIN_MS && at < end - MARGIN_MS);
  const [first, last] = [within[0], within.at(-1)];
  if (!first || !last) return undefined;
  const events = eventsAt(progress, last[0]) - eventsAt(progress, first[0]);
  return events > 0 ? (last[1] - first[1]) / events : undefined;
}

/** How many events had been seen at a moment, between two samples of the driver. */
function eventsAt(/** @type {readonly [number, number][]} */ progress, /** @type {number} */ at) {
  const index = progress.findIndex(([when]) => when >= at);
  const [after, before] = [progress[index], progress[index - 1]];
  if (!after || !before) return progress.at(-1)?.[1] ?? 0;
  return before[1] + ((after[1] - before[1]) * (at - before[0])) / (after[0] - before[0]);
}

// Nothing may be answered from a cache, asked twice, or arrive upstream in another form.
function upstreamProblems(
  /** @type {{ requests: number, bodyBytes: number }} */ before,
  /** @type {{ requests: number, bodyBytes: number }} */ after,
  /** @type {{ answered: number, sentBytes: number }} */ { answered, sentBytes },
) {
  const extra = after.requests - before.requests - answered;
  const bytes = after.bodyBytes - before.bodyBytes - sentBytes;
  /** @type {Record<string, number>} */
  const problems = {};
  if (extra !== 0) problems['requests upstream that were not one per answer'] = Math.abs(extra);
  if (bytes !== 0 && extra === 0) problems['bytes upstream that differ from those sent'] = Math.abs(bytes);
  return problems;
}
