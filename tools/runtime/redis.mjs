import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { freePort } from './ports.mjs';
import { commandOf, isAlive, readPid, readText, removeFile, stopProcess, waitUntil } from './processes.mjs';
import { findRedis } from './redis-binary.mjs';

const START_TIMEOUT_MS = 60_000; // replaying a large append-only file takes its time
const STOP_LADDER = /** @type {const} */ ([['SIGTERM', 20_000]]);
const DURABLE = ['appendonly yes', 'appendfsync everysec'];
// Tests share one server, a numbered database each.
const THROW_AWAY = ['appendonly no', 'databases 1024'];

/**
 * Starts Redis on the loopback interface with its data in `dataDir`, stopping a server that an earlier, killed run left
 * behind: two servers on one append-only file would destroy it.
 * @param {import('./redis.mjs').RedisOptions} options
 * @returns {Promise<import('./redis.mjs').RunningRedis>}
 */
export async function startRedis({ dataDir: folder, port: wantedPort, durable }) {
  const dataDir = path.resolve(folder);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const binary = await findRedis();
  await stopStaleRedis(dataDir);
  const port = wantedPort || (await freePort());
  const password = durable ? ownPassword(dataDir) : undefined;
  const child = launch(binary, { dataDir, config: configText({ dataDir, port, password, durable }) });
  await untilReady(child, { dataDir, port, password });
  return runningRedis(child, { port, password });
}

function configText(
  /** @type {{ dataDir: string, port: number, password: string | undefined, durable: boolean }} */
  { dataDir, port, password, durable },
) {
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${JSON.stringify(dataDir)}`,
    `pidfile ${JSON.stringify(pidFile(dataDir))}`,
    'daemonize no',
    'save ""',
    // Evicting a queue or a budget silently would lose money and jobs; a full memory must be an error.
    'maxmemory-policy noeviction',
    ...(durable ? DURABLE : THROW_AWAY),
    ...(password ? [`requirepass ${password}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Stops the server whose pid file lies in the folder; a pid that now belongs to another program is only forgotten. */
async function stopStaleRedis(/** @type {string} */ dataDir) {
  const pid = readPid(pidFile(dataDir));
  if (pid === undefined) return;
  const port = /^port (\d+)$/m.exec(readText(configFile(dataDir)))?.[1];
  // Redis renames its process to "redis-server 127.0.0.1:<port>".
  const isOurs = isAlive(pid) && port !== undefined && commandOf(pid).includes(`127.0.0.1:${port}`);
  if (isOurs) await stopProcess(pid, STOP_LADDER);
  removeFile(pidFile(dataDir));
}

function ownPassword(/** @type {string} */ dataDir) {
  const file = path.join(dataDir, 'password');
  const stored = readText(file).trim();
  if (stored) return stored;
  const password = randomBytes(24).toString('hex');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}

function launch(
  /** @type {{ command: string, env: Record<string, string> }} */ { command, env },
  /** @type {{ dataDir: string, config: string }} */ { dataDir, config },
) {
  // The password goes through a file: arguments can be read by every user of the machine.
  writeFileSync(configFile(dataDir), config, { mode: 0o600 });
  // A file, not a pipe, and a process group of its own: see postgres.mjs.
  const log = openSync(logFile(dataDir), 'w', 0o600);
  const child = spawn(command, [configFile(dataDir)], {
    cwd: dataDir,
    env: { PATH: process.env['PATH'], TZ: 'UTC', ...env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const stopWithUs = () => child.kill('SIGTERM'); // an uncaught error must not leave it behind
  process.once('exit', stopWithUs);
  child.once('exit', () => process.off('exit', stopWithUs));
  return child;
}

async function untilReady(
  /** @type {import('node:child_process').ChildProcess} */ child,
  /** @type {{ dataDir: string, port: number, password: string | undefined }} */ { dataDir, port, password },
) {
  let failure = '';
  child.once('error', (error) => (failure = error.message));
  child.once('exit', (code, signal) => (failure ||= `it ended with ${signal ?? `code ${code}`}`));
  const settled = await waitUntil(
    async () => failure !== '' || (await isServing(child.pid, { port, password })),
    START_TIMEOUT_MS,
  );
  if (settled && !failure) return;
  child.kill('SIGTERM');
  const detail = readText(logFile(dataDir)).trim().split('\n').slice(-8).join('\n');
  throw new Error(`Redis did not start: ${failure || 'it was not ready in time'}.\n${detail}`);
}

/**
 * True when the server on the port is the one just started and has read its file. Somebody else's server may hold the port.
 * @returns {Promise<boolean>}
 */
function isServing(
  /** @type {number | undefined} */ pid,
  /** @type {{ port: number, password: string | undefined }} */ { port, password },
) {
  return new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port });
    const isItself = new RegExp(`^process_id:${pid}\\r$`, 'm');
    let reply = '';
    socket.setTimeout(2000, () => socket.destroy());
    socket.once('connect', () =>
      socket.end(`${password ? `AUTH ${password}\r\n` : ''}PING\r\nINFO server\r\nQUIT\r\n`),
    );
    socket.on('data', (chunk) => (reply += chunk.toString()));
    socket.once('error', () => undefined);
    // While it loads its file the server answers PING with -LOADING.
    socket.once('close', () => resolve(reply.includes('+PONG') && isItself.test(reply)));
  });
}

/** @returns {import('./redis.mjs').RunningRedis} */
function runningRedis(
  /** @type {import('node:child_process').ChildProcess} */ child,
  /** @type {{ port: number, password: string | undefined }} */ { port, password },
) {
  const pid = child.pid ?? 0;
  const exited = new Promise((resolve) => child.once('exit', resolve)).then(() => undefined);
  const credentials = password ? `:${password}@` : '';
  return {
    url: `redis://${credentials}127.0.0.1:${port}`,
    port,
    pid,
    exited,
    stop: () => stopProcess(pid, STOP_LADDER),
  };
}

function configFile(/** @type {string} */ dataDir) {
  return path.join(dataDir, 'redis.conf');
}

function pidFile(/** @type {string} */ dataDir) {
  return path.join(dataDir, 'redis.pid');
}

function logFile(/** @type {string} */ dataDir) {
  return path.join(dataDir, 'redis.log');
}
