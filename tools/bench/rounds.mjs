import { say } from '../runtime/steps.mjs';
import { measure } from './measure.mjs';
import { jobOf, PHASES } from './phases.mjs';

/** @typedef {import('./phases.mjs').PhaseName} PhaseName */
/** @typedef {Record<string, (import('./measure.mjs').Sample | undefined)[]>} SamplesByTarget one per round */
/** @typedef {Partial<Record<PhaseName, SamplesByTarget>>} Samples */

/** Several thousand requests pass before the engine has compiled the hub's way through a request for good. */
const WARM_UP = /** @type {const} */ ([
  { kind: 'closed', connections: 32, seconds: 6, bodyBytes: 1024 },
  { kind: 'streams', streams: 200, events: 20, gapMs: 50, openingMs: 500, bodyBytes: 1024 },
  { kind: 'closed', connections: 4, seconds: 3, bodyBytes: 2_097_152 },
  { kind: 'closed', connections: 32, seconds: 4, bodyBytes: 1024 },
]);

/** Runs what will be measured until it no longer gets faster; returns how many requests were answered. */
export async function warmUp(
  /** @type {import('./stage.mjs').Stage} */ stage,
  /** @type {import('./stage.mjs').Target} */ target,
) {
  let answered = 0;
  for (const job of WARM_UP) answered += (await measure(stage, target, job)).answered;
  return answered;
}

/**
 * Measures every phase on every target in each round, in rotating order: what else the machine does then hits all alike.
 * @param {import('./stage.mjs').Stage} stage
 * @param {{ phases: PhaseName[], rounds: number, isQuick: boolean }} plan
 * @returns {Promise<Samples>}
 */
export async function runRounds(stage, { phases, rounds, isQuick }) {
  /** @type {Samples} */
  const samples = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const phase of phases) {
      for (const target of inOrder(stage.targets, phase, round)) {
        const sample = await measure(stage, target, jobOf(phase, isQuick));
        say(
          `  round ${round + 1}/${rounds}  ${phase.padEnd(9)} ${target.name.padEnd(7)} ${inBrief(sample)}\n`,
        );
        const ofPhase = (samples[phase] ??= {});
        (ofPhase[target.name] ??= [])[round] = sample;
      }
    }
  }
  return samples;
}

function inOrder(
  /** @type {readonly import('./stage.mjs').Target[]} */ targets,
  /** @type {PhaseName} */ phase,
  /** @type {number} */ round,
) {
  /** @type {readonly string[]} */
  const wanted = PHASES[phase].targets;
  const taking = targets.filter(({ name }) => wanted.includes(name));
  return taking
    .map((_, index) => taking[(index + round) % taking.length])
    .filter((target) => target !== undefined);
}

function inBrief(/** @type {import('./measure.mjs').Sample} */ sample) {
  const parts = [
    `${sample.perSecond.toFixed(0).padStart(6)}/s`,
    `${sample.cpuPerAnswer.toFixed(0).padStart(6)} us/answer`,
    ...(sample.cpuPerEvent === undefined ? [] : [`${sample.cpuPerEvent.toFixed(1)} us/event`]),
    ...(sample.foreignShare > 0.08
      ? [`(${(sample.foreignShare * 100).toFixed(0)} % of the core went to others)`]
      : []),
    ...Object.entries(sample.problems).map(([what, times]) => `PROBLEM: ${what} (${times})`),
  ];
  return parts.join('  ');
}
