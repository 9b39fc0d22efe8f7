import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../runtime/paths.mjs';
import { monotonicMs } from './clock.mjs';
import { measure } from './measure.mjs';
import { jobOf } from './phases.mjs';
import { ownersOf } from './profile-owners.mjs';
import { warmUp } from './rounds.mjs';

const SAMPLING_MICROS = 400;
const FOLDER = path.join(projectRoot, '.bench/profile');

/**
 * What a hub does while each phase's load runs: one of its own, because taking a profile costs time itself. The engine
 * writes the profile of its whole life when it ends; the phases are cut out of that.
 * @param {import('./stage.mjs').Stage} stage
 * @param {readonly import('./phases.mjs').PhaseName[]} phases
 */
export async function profileHub(stage, phases) {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const flags = ['--cpu-prof', `--cpu-prof-dir=${FOLDER}`, `--cpu-prof-interval=${SAMPLING_MICROS}`];
  const hub = await stage.startHub({ NODE_OPTIONS: flags.join(' ') });
  let answered = await warmUp(stage, hub);
  /** @type {[phase: string, window: [number, number]][]} */
  const windows = [];
  for (const phase of phases) {
    const begin = monotonicMs();
    answered += (await measure(stage, hub, jobOf(phase, false))).answered;
    windows.push([phase, [begin, monotonicMs()]]);
  }
  await hub.running.stop();
  const file = readdirSync(FOLDER).find((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) throw new Error('The hub wrote no profile.');
  const owners = windows.map(([phase, window]) => [phase, ownersOf(path.join(FOLDER, file), window)]);
  return {
    owners: /** @type {import('./report.mjs').Report['owners']} */ (Object.fromEntries(owners)),
    answered,
  };
}
