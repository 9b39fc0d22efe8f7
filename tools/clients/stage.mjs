import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { launch } from '../bench/launch.mjs';
import { projectRoot } from '../runtime/paths.mjs';
import { freePort } from '../runtime/ports.mjs';
import { stopProcess } from '../runtime/processes.mjs';
import { startTestServices } from '../runtime/test-services.mjs';
import { AdminApi } from './admin-api.mjs';
import { HARNESS } from './install.mjs';
import { endProcessesOf } from './leftovers.mjs';

/**
 * A hub with one provider of each wire format, all of them the scripted upstream.
 * @typedef {object} Stage
 * @property {string} hubUrl
 * @property {string} mockUrl
 * @property {string} trapUrl a proxy that refuses and remembers every other host a client asks for
 * @property {string} key
 * @property {string} dsn
 * @property {string} temporary for the homes of the clients
 * @property {() => Promise<number>} stop resolves with the number of processes that clients had left behind
 */

const PROVIDER_TYPES = ['claude', 'codex', 'openai-compatible', 'gemini'];

/** @returns {Promise<Stage>} */
export async function openStage() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cch-clients-'));
  const temporary = path.join(folder, 'homes');
  mkdirSync(temporary);
  /** @type {(() => Promise<void>)[]} */
  const stops = [async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })];
  const stop = async () => {
    const left = await endProcessesOf(temporary);
    for (let end = stops.pop(); end; end = stops.pop()) await end();
    return left;
  };
  try {
    const services = await startTestServices();
    stops.push(services.stop);
    const mock = await startHarnessServer('mock-upstream.mjs', ['--port', '0', '--quiet']);
    stops.push(mock.stop);
    const trap = await startHarnessServer('egress-trap.mjs', ['--port', '0']);
    stops.push(trap.stop);
    const adminToken = randomBytes(24).toString('hex');
    const env = {
      DSN: services.dsn,
      REDIS_URL: services.redisUrl,
      ADMIN_TOKEN: adminToken,
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      APP_HOST: '127.0.0.1',
      APP_PORT: String(await freePort()),
      DATA_DIR: folder,
    };
    const bundle = path.join(projectRoot, 'dist/backend/main.js');
    const hub = await launch({ name: 'hub', script: bundle, folder, isMeasured: false, env });
    stops.push(hub.stop);
    const hubUrl = `http://127.0.0.1:${hub.port}`;
    const key = await prepare(new AdminApi(hubUrl, adminToken), mock.url);
    return { hubUrl, mockUrl: mock.url, trapUrl: trap.url, key, dsn: services.dsn, temporary, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(/** @type {AdminApi} */ admin, /** @type {string} */ upstream) {
  for (const type of PROVIDER_TYPES) {
    await admin.createProvider({ name: `Mock ${type}`, type, url: upstream, key: `sk-mock-${type}` });
  }
  return admin.createKey('Clients');
}

/** Starts a server of the harness; its first line says where it listens. */
async function startHarnessServer(/** @type {string} */ script, /** @type {string[]} */ args) {
  const child = spawn(process.execPath, [path.join(HARNESS, script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const stopWithUs = () => child.kill('SIGKILL');
  process.once('exit', stopWithUs);
  const [line] = await once(readline.createInterface(child.stdout), 'line');
  return {
    url: /** @type {string} */ (JSON.parse(line).listening),
    stop: async () => {
      process.off('exit', stopWithUs);
      await stopProcess(child.pid ?? 0, [['SIGTERM', 5000]]);
    },
  };
}
