import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../runtime/paths.mjs';
import { readText, removeFile } from '../runtime/processes.mjs';

const RUN_RECORD = path.join(projectRoot, '.nx/cache/run.json');

/**
 * Runs targets of all projects that have them, streaming the output, and tells what became of every task: also of those
 * that Nx, had it crashed, would not have mentioned.
 * @param {string[]} targets
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<import('./summary.mjs').TaskResult[]>}
 */
export async function runTargets(targets, env) {
  const planFile = path.join(projectRoot, '.nx/test-plan.json');
  mkdirSync(path.dirname(planFile), { recursive: true });
  await nx(['run-many', '-t', ...targets, `--graph=${planFile}`], env, 'ignore');
  const plan = parse(readText(planFile))?.tasks?.tasks ?? {};
  removeFile(planFile);
  removeFile(RUN_RECORD);
  await nx(['run-many', '-t', ...targets, '--parallel=2', '--output-style=stream'], env, 'inherit');
  const record = parse(readText(RUN_RECORD))?.tasks ?? [];
  return Object.values(plan).map((task) => resultOf(task.target, record));
}

/** @typedef {{ projectName: string, target: string, status: number | undefined, cacheStatus: string, startTime: string, endTime: string }} RecordedTask */

/** @returns {import('./summary.mjs').TaskResult} */
function resultOf(
  /** @type {{ project: string, target: string }} */ { project, target },
  /** @type {RecordedTask[]} */ record,
) {
  const run = record.find((entry) => entry.projectName === project && entry.target === target);
  return {
    project,
    target,
    exitCode: typeof run?.status === 'number' ? run.status : undefined,
    isCached: run?.cacheStatus === 'local-cache-hit',
    seconds: run ? (Date.parse(run.endTime) - Date.parse(run.startTime)) / 1000 : 0,
  };
}

/** @returns {Promise<number>} */
function nx(
  /** @type {string[]} */ args,
  /** @type {NodeJS.ProcessEnv} */ env,
  /** @type {'ignore' | 'inherit'} */ output,
) {
  return new Promise((resolve, reject) => {
    const child = spawn('nx', args, {
      cwd: projectRoot,
      env: { ...env, NX_DAEMON: 'false' },
      stdio: ['ignore', output, 'inherit'],
    });
    const stopWithUs = () => child.kill();
    process.once('exit', stopWithUs);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', stopWithUs);
      resolve(code ?? 1);
    });
  });
}

function parse(/** @type {string} */ text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
