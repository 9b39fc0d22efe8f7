import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { giveFolder, postgresAccount } from './postgres-account.mjs';
import { findPostgres } from './postgres-binaries.mjs';
import { freePort } from './ports.mjs';
import { commandOf, isAlive, readPid, readText, removeFile, stopProcess, waitUntil } from './processes.mjs';

const DATABASE = 'claude_code_hub';
const START_TIMEOUT_MS = 60_000;

// Fast shutdown first (SIGINT), then immediate (SIGQUIT): the next start then recovers from the write-ahead log.
const STOP_LADDER = /** @type {const} */ ([
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
]);

const LOCAL_ONLY = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'timezone=UTC',
  'log_timezone=UTC',
];
const DURABLE = ['shared_buffers=128MB', 'synchronous_commit=on', 'log_checkpoints=off'];
const THROW_AWAY = ['shared_buffers=64MB', 'synchronous_commit=off', 'fsync=off', 'full_page_writes=off'];

/**
 * Starts PostgreSQL on the loopback interface with its data in `dataDir`, creating the cluster on the first run and
 * stopping a server that an earlier, killed run left behind.
 * @param {import('./postgres.mjs').PostgresOptions} options
 * @returns {Promise<import('./postgres.mjs').RunningPostgres>}
 */
export async function startPostgres({ dataDir: folder, port: wantedPort, durable }) {
  const dataDir = path.resolve(folder);
  const cluster = path.join(dataDir, 'cluster');
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o700);
  const server = serverFor(dataDir, cluster);
  await stopStalePostgres(cluster);
  const password = existsSync(cluster) ? storedPassword(dataDir) : createCluster(server, dataDir, cluster);
  giveFolder(dataDir, server.account.owner);

  const port = wantedPort || (await freePort());
  const child = launch(server, { dataDir, cluster, settings: settingsFor(port, durable) });
  await untilReady(child, { dataDir, cluster });
  return runningPostgres(child, { port, password });
}

/** @typedef {{ binaries: import('./postgres-binaries.mjs').PostgresBinaries, account: import('./postgres-account.mjs').PostgresAccount }} Server */

/** @returns {Server} */
function serverFor(/** @type {string} */ dataDir, /** @type {string} */ cluster) {
  const binaries = findPostgres(cluster);
  const { home } = binaries;
  return { binaries, account: postgresAccount([path.dirname(dataDir), `${home}/bin`, `${home}/lib`]) };
}

/** @returns {string[]} */
function settingsFor(/** @type {number} */ port, /** @type {boolean} */ durable) {
  const settings = [
    `port=${port}`,
    'max_connections=200',
    ...LOCAL_ONLY,
    ...(durable ? DURABLE : THROW_AWAY),
  ];
  return settings.flatMap((setting) => ['-c', setting]);
}

/** Stops the server whose pid file lies in the cluster; a pid that now belongs to another program is only forgotten. */
async function stopStalePostgres(/** @type {string} */ cluster) {
  const pidFile = path.join(cluster, 'postmaster.pid');
  const pid = readPid(pidFile);
  if (pid === undefined) return;
  if (isAlive(pid) && commandOf(pid).includes(cluster)) await stopProcess(pid, STOP_LADDER);
  removeFile(pidFile);
}

function storedPassword(/** @type {string} */ dataDir) {
  const password = readText(path.join(dataDir, 'password')).trim();
  if (password) return password;
  throw new Error(
    `${dataDir}/password is missing, so the data beside it cannot be opened. Restore the file, or move ${dataDir} away ` +
      'to start empty.',
  );
}

// Everything happens in a folder beside the final one, so a run killed here leaves nothing that looks like a cluster.
function createCluster(
  /** @type {Server} */ server,
  /** @type {string} */ dataDir,
  /** @type {string} */ cluster,
) {
  const draft = `${cluster}.new`;
  const passwordFile = path.join(dataDir, 'password');
  const password = randomBytes(24).toString('hex');
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  giveFolder(dataDir, server.account.owner);
  giveFolder(passwordFile, server.account.owner);
  const auth = ['-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const layout = ['-E', 'UTF8', '--locale=C', '--no-instructions', '--no-sync'];
  run(server, server.binaries.initdb, ['-D', draft, '-U', 'postgres', ...auth, ...layout]);
  // Single-user mode needs no client library and no open port.
  run(
    server,
    server.binaries.postgres,
    ['--single', '-D', draft, 'postgres'],
    `CREATE DATABASE ${DATABASE};\n`,
  );
  renameSync(draft, cluster);
  return password;
}

function run(
  /** @type {Server} */ { binaries, account },
  /** @type {string} */ command,
  /** @type {string[]} */ args,
  input = '',
) {
  const [file, wrapped] = account.wrap(command, args);
  const result = spawnSync(file, wrapped, { ...spawnOptions(binaries, account), input, encoding: 'utf8' });
  if (result.status === 0) return;
  const reason = result.error?.message ?? `${result.stdout}${result.stderr}`.trim();
  throw new Error(`PostgreSQL: ${path.basename(command)} failed: ${reason}`);
}

function launch(
  /** @type {Server} */ { binaries, account },
  /** @type {{ dataDir: string, cluster: string, settings: string[] }} */ { dataDir, cluster, settings },
) {
  const [file, args] = account.wrap(binaries.postgres, ['-D', cluster, ...settings]);
  // A file, not a pipe: the server must survive its parent until the next start stops it in order.
  const log = openSync(logFile(dataDir), 'w', 0o600);
  // Its own process group: Ctrl-C in the terminal reaches the parent alone, which stops things in the right order.
  const child = spawn(file, args, {
    ...spawnOptions(binaries, account),
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const stopWithUs = () => child.kill('SIGINT'); // an uncaught error must not leave it behind
  process.once('exit', stopWithUs);
  child.once('exit', () => process.off('exit', stopWithUs));
  return child;
}

/** @returns {{ cwd: string, env: NodeJS.ProcessEnv, uid?: number, gid?: number }} */
function spawnOptions(/** @type {Server['binaries']} */ binaries, /** @type {Server['account']} */ account) {
  // The working folder may be closed to nobody, and variables like PGDATA or LC_ALL must not leak in.
  const env = { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C', ...binaries.env };
  return { cwd: '/', env, ...account.identity };
}

async function untilReady(
  /** @type {import('node:child_process').ChildProcess} */ child,
  /** @type {{ dataDir: string, cluster: string }} */ { dataDir, cluster },
) {
  let failure = '';
  child.once('error', (error) => (failure = error.message));
  child.once('exit', (code, signal) => (failure ||= `it ended with ${signal ?? `code ${code}`}`));
  const settled = await waitUntil(() => failure !== '' || saysReady(child.pid, cluster), START_TIMEOUT_MS);
  if (settled && !failure) return;
  child.kill('SIGQUIT');
  const detail = readText(logFile(dataDir)).trim().split('\n').slice(-8).join('\n');
  throw new Error(`PostgreSQL did not start: ${failure || 'it was not ready in time'}.\n${detail}`);
}

// Line 8 of the pid file is the server's own word on its state.
function saysReady(/** @type {number | undefined} */ pid, /** @type {string} */ cluster) {
  const lines = readText(path.join(cluster, 'postmaster.pid')).split('\n');
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
}

/** @returns {import('./postgres.mjs').RunningPostgres} */
function runningPostgres(
  /** @type {import('node:child_process').ChildProcess} */ child,
  /** @type {{ port: number, password: string }} */ { port, password },
) {
  const pid = child.pid ?? 0;
  const exited = new Promise((resolve) => child.once('exit', resolve)).then(() => undefined);
  return {
    dsn: `postgres://postgres:${password}@127.0.0.1:${port}/${DATABASE}`,
    port,
    pid,
    exited,
    stop: () => stopProcess(pid, STOP_LADDER),
  };
}

function logFile(/** @type {string} */ dataDir) {
  return path.join(dataDir, 'postgres.log');
}
