import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AdminApi } from '../clients/admin-api.mjs';
import { projectRoot } from '../runtime/paths.mjs';
import { freePort } from '../runtime/ports.mjs';
import { startPostgres } from '../runtime/postgres.mjs';
import { startRedis } from '../runtime/redis.mjs';
import { launch } from './launch.mjs';

/**
 * Something requests are sent to. `direct` is the mock itself: it tells what the load costs without any gateway.
 * @typedef {object} Target
 * @property {'direct' | 'floor' | 'hub'} name
 * @property {import('./launch.mjs').Running} running
 * @property {string} apiKey
 */

/**
 * Everything that runs during the benchmark.
 * @typedef {object} Stage
 * @property {Target[]} targets
 * @property {import('./launch.mjs').Running} mock
 * @property {import('./launch.mjs').Running} driver
 * @property {string} dsn
 * @property {string} redisUrl
 * @property {string} adminToken of every hub
 * @property {readonly { name: string, pid: number }[]} servers PostgreSQL and Redis
 * @property {(env: Record<string, string>) => Promise<Target>} startHub a further hub on the same servers
 * @property {() => Promise<void>} stop
 */

/**
 * Starts servers, mock, driver, floor and hub; the hub runs with its default configuration.
 * @returns {Promise<Stage>}
 */
export async function openStage() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cch-bench-'));
  chmodSync(folder, 0o755); // root's PostgreSQL runs as nobody, who must get in
  /** @type {(() => Promise<void>)[]} */
  const stops = [async () => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (let end = stops.pop(); end; end = stops.pop()) await end();
  };
  const start = async (
    /** @type {string} */ name,
    /** @type {string} */ script,
    { isMeasured = false, env = {} },
  ) => {
    const running = await launch({ name, script, folder, isMeasured, env });
    stops.push(running.stop);
    return running;
  };
  try {
    const { servers, env: hubEnv } = await startServers(folder, stops);
    const mock = await start('mock', here('./mock-upstream.mjs'), {});
    const driver = await start('driver', here('./driver.mjs'), {});
    const upstream = `http://127.0.0.1:${mock.port}`;
    const floor = await start('floor', here('./floor.mjs'), {
      isMeasured: true,
      env: { UPSTREAM: upstream },
    });
    const bundle = path.join(projectRoot, 'dist/backend/main.js');
    let apiKey = '';
    const startHub = async (/** @type {Record<string, string>} */ extra) => {
      const env = { ...hubEnv, APP_PORT: String(await freePort()), ...extra };
      const running = await start('hub', bundle, { isMeasured: true, env });
      apiKey ||= await prepareHub(running.port, hubEnv.ADMIN_TOKEN, upstream);
      return /** @type {Target} */ ({ name: 'hub', running, apiKey });
    };
    const targets = [
      /** @type {Target} */ ({ name: 'direct', running: mock, apiKey: 'none' }),
      /** @type {Target} */ ({ name: 'floor', running: floor, apiKey: 'none' }),
      await startHub({}),
    ];
    return {
      targets,
      mock,
      driver,
      dsn: hubEnv.DSN,
      redisUrl: hubEnv.REDIS_URL,
      adminToken: hubEnv.ADMIN_TOKEN,
      servers,
      startHub,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** PostgreSQL and Redis as `npm start` runs them, and what a hub has to know of them. */
async function startServers(/** @type {string} */ folder, /** @type {(() => Promise<void>)[]} */ stops) {
  const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), durable: true });
  stops.push(postgres.stop);
  const redis = await startRedis({ dataDir: path.join(folder, 'redis'), durable: true });
  stops.push(redis.stop);
  const dataDir = path.join(folder, 'hub');
  mkdirSync(dataDir);
  return {
    servers: [
      { name: 'PostgreSQL', pid: postgres.pid },
      { name: 'Redis', pid: redis.pid },
    ],
    env: {
      DSN: postgres.dsn,
      REDIS_URL: redis.url,
      ADMIN_TOKEN: randomBytes(24).toString('hex'),
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      APP_HOST: '127.0.0.1',
      DATA_DIR: dataDir,
    },
  };
}

async function prepareHub(
  /** @type {number} */ port,
  /** @type {string} */ token,
  /** @type {string} */ upstream,
) {
  const admin = new AdminApi(`http://127.0.0.1:${port}`, token);
  await admin.createProvider({ name: 'Mock', type: 'claude', url: upstream, key: 'sk-mock' });
  return admin.createKey('Bench');
}

function here(/** @type {string} */ file) {
  return fileURLToPath(new URL(file, import.meta.url));
}
