import path from 'node:path';
import { keepService } from './kept-service.mjs';
import { startPostgres } from '../runtime/postgres.mjs';
import { startRedis } from '../runtime/redis.mjs';
import { keptSecret, newEncryptionKey, newToken } from './secrets.mjs';
import { shortPath, variable } from './settings.mjs';
import { step } from '../runtime/steps.mjs';

/**
 * The servers and secrets the hub runs with.
 * @typedef {object} Services
 * @property {Record<string, string>} env
 * @property {{ token: string, isNew: boolean, file: string } | undefined} adminToken the one made here, if it was
 */

/**
 * Starts what the environment does not name. Each server is registered with `onStop` as soon as it runs.
 * @param {import('./settings.mjs').StartSettings} settings
 * @param {{ onStop: (label: string, stop: () => Promise<void>) => void, onGivenUp: (error: Error) => void }} hooks
 * @returns {Promise<Services>}
 */
export async function startServices({ dsn, redisUrl, dataDir }, hooks) {
  const database = dsn ? { DSN: dsn } : await embedPostgres(dataDir, hooks);
  const redis = redisUrl ? { REDIS_URL: redisUrl } : await embedRedis(dataDir, hooks);
  const env = { ...database, ...redis, DATA_DIR: dataDir };
  // With a database of their own the operators bring their own secrets too; the hub refuses to start without.
  if (dsn) return { env, adminToken: undefined };
  const { secrets, adminToken } = ownSecrets(dataDir);
  return { env: { ...env, ...secrets, EMBEDDED_POSTGRES: 'true' }, adminToken };
}

/** @typedef {Parameters<typeof startServices>[1]} Hooks */

function embedPostgres(/** @type {string} */ dataDir, /** @type {Hooks} */ { onStop, onGivenUp }) {
  const folder = path.join(dataDir, 'postgres');
  return step('PostgreSQL', async () => {
    const start = (/** @type {number | undefined} */ port) =>
      startPostgres({ dataDir: folder, port, durable: true });
    const { first, stop } = await keepService('PostgreSQL', start, onGivenUp);
    onStop('PostgreSQL', stop);
    const detail = `port ${first.port}, data ${shortPath(folder)}`;
    return { says: 'ready', detail, value: { DSN: first.dsn } };
  });
}

function embedRedis(/** @type {string} */ dataDir, /** @type {Hooks} */ { onStop, onGivenUp }) {
  const folder = path.join(dataDir, 'redis');
  return step('Redis', async () => {
    const start = (/** @type {number | undefined} */ port) =>
      startRedis({ dataDir: folder, port, durable: true });
    const { first, stop } = await keepService('Redis', start, onGivenUp);
    onStop('Redis', stop);
    const detail = `port ${first.port}, data ${shortPath(folder)}`;
    return { says: 'ready', detail, value: { REDIS_URL: first.url } };
  });
}

function ownSecrets(/** @type {string} */ dataDir) {
  const file = path.join(dataDir, 'admin-token');
  const givenToken = variable('ADMIN_TOKEN');
  const givenKey = variable('ENCRYPTION_KEY');
  const made = givenToken ? undefined : keptSecret(file, newToken);
  const key = givenKey ?? keptSecret(path.join(dataDir, 'encryption-key'), newEncryptionKey).value;
  return {
    secrets: { ENCRYPTION_KEY: key, ADMIN_TOKEN: givenToken ?? made?.value ?? '' },
    adminToken: made && { token: made.value, isNew: made.isNew, file: shortPath(file) },
  };
}
