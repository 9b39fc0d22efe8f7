import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onPath } from '../runtime/on-path.mjs';
import { projectRoot } from '../runtime/paths.mjs';
import { startPostgres } from '../runtime/postgres.mjs';
import { startRedis } from '../runtime/redis.mjs';
import { say, step } from '../runtime/steps.mjs';
import { buildProducts } from '../start/build.mjs';
import { writeSection } from './document.mjs';
import { leaveMeasuredCore } from './launch.mjs';
import { surroundings } from './report.mjs';

const ORIGIN = path.resolve(projectRoot, '../shared/bench');
const COPY = path.join(projectRoot, '.bench/shared');
const RUN = path.join(projectRoot, '.bench/shared-run');
// Where the harness expects them.
const POSTGRES_PORT = 15_432;
const REDIS_PORT = 16_379;
const HUB_PORT = 18_200;

/** Runs the harness of ../shared/bench on mock, floor and hub; returns its exit code. */
export async function runSharedHarness(/** @type {import('./options.mjs').Options} */ options) {
  if (!existsSync(ORIGIN)) throw new Error('There is no ../shared/bench. `npm run bench` alone needs none.');
  if (onPath('gcc') === undefined)
    throw new Error('../shared/bench needs gcc (Debian: `apt-get install gcc libc6-dev`).');
  await step('Hub', async () => (await buildProducts(['backend']), { says: 'built' }));
  copyHarness();
  leaveMeasuredCore();
  os.setPriority(0, Number(options.nice));
  const postgres = await startPostgres({
    dataDir: path.join(RUN, 'postgres'),
    port: POSTGRES_PORT,
    durable: false,
  });
  const redis = await startRedis({ dataDir: path.join(RUN, 'redis'), port: REDIS_PORT, durable: false });
  const stop = () => Promise.all([postgres.stop(), redis.stop()]);
  const giveUp = () => void stop().finally(() => process.exit(1));
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, giveUp);
  try {
    // The harness accounts the CPU of these apart.
    writeFileSync(path.join(RUN, 'pg.pid'), `${postgres.pid}\n`);
    writeFileSync(path.join(RUN, 'redis.pid'), `${redis.pid}\n`);
    const code = await runHarness(harnessArguments(options), postgres.dsn);
    const report = newestReport();
    if (code === 0 && report && options.write) await writeDown(report);
    return code;
  } finally {
    await stop();
    rmSync(path.join(RUN, 'postgres'), { recursive: true, force: true });
    rmSync(path.join(RUN, 'redis'), { recursive: true, force: true });
  }
}

/** A copy with the hub as a target, the hub's own library versions for the floors, and our servers instead of Debian's. */
function copyHarness() {
  rmSync(RUN, { recursive: true, force: true });
  mkdirSync(RUN, { recursive: true });
  cpSync(ORIGIN, COPY, { recursive: true });
  const ours = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')).dependencies;
  const file = path.join(COPY, 'package.json');
  const theirs = JSON.parse(readFileSync(file, 'utf8'));
  for (const name of Object.keys(theirs.dependencies))
    theirs.dependencies[name] = ours[name] ?? theirs.dependencies[name];
  writeFileSync(file, JSON.stringify(theirs, undefined, 2));
  // They run already, and stop when this process does.
  writeFileSync(path.join(COPY, 'services/services.sh'), 'exit 0\n');
  writeFileSync(path.join(COPY, 'targets/hub.json'), JSON.stringify(hubTarget(), undefined, 2));
}

function hubTarget() {
  const script = fileURLToPath(new URL('./shared-hub.mjs', import.meta.url));
  const call = (/** @type {string} */ verb) => `exec \${NODE} ${script} ${verb}`;
  return {
    name: 'hub',
    label: 'Claude Code Hub, default configuration',
    port: HUB_PORT,
    needs: ['pg', 'redis'],
    setup: call('prepare'),
    start: call('serve'),
    apiKeyFile: path.join(RUN, 'hub-key'),
    settle: 2,
  };
}

function harnessArguments(/** @type {import('./options.mjs').Options} */ { full, phases, reps, nice }) {
  return [
    'run.sh',
    '--targets',
    'direct,node-undici,hub',
    full ? '--full' : '--quick',
    ...(phases === undefined ? [] : ['--phases', phases]),
    ...(reps === undefined ? [] : ['--reps', reps]),
    ...(nice === '0' ? [] : ['--nice', nice]),
  ];
}

/** @returns {Promise<number>} */
function runHarness(/** @type {string[]} */ args, /** @type {string} */ dsn) {
  say(`  bash ${args.join(' ')}\n`);
  const env = {
    ...process.env,
    NODE: process.execPath,
    BENCH_RUN: RUN,
    PGPASSWORD: new URL(dsn).password,
    HUB_DSN: dsn,
    HUB_REDIS_URL: `redis://127.0.0.1:${REDIS_PORT}`,
    HUB_PORT: String(HUB_PORT),
    HUB_KEY_FILE: path.join(RUN, 'hub-key'),
    HUB_DATA_DIR: path.join(RUN, 'hub-data'),
  };
  return new Promise((resolve, reject) => {
    const child = spawn('bash', args, { cwd: COPY, env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function newestReport() {
  const folder = path.join(RUN, 'results');
  const newest = existsSync(folder) ? readdirSync(folder).sort().at(-1) : undefined;
  return newest && path.join(folder, newest, 'report.md');
}

async function writeDown(/** @type {string} */ report) {
  const { date, commit, machine } = surroundings();
  const command = `npm run bench -- ${process.argv.slice(2).join(' ')}`;
  // Its headings must not stand above ours.
  const text = readFileSync(report, 'utf8').replaceAll(/^### /gm, '#### ').trim();
  await writeSection(
    'performance.md',
    'shared',
    `\`${command}\`, ${date}, commit ${commit}. ${machine}.\n\n${text}`,
  );
}
