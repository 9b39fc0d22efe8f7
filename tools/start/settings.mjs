import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../runtime/paths.mjs';

const DEFAULT_PORT = 23000;

/**
 * What the start needs to know before the hub reads the same variables itself.
 * @typedef {object} StartSettings
 * @property {number} port
 * @property {string} dataDir
 * @property {string | undefined} dsn
 * @property {string | undefined} redisUrl
 */

/**
 * Reads the environment and, below it, the file `.env`; creates the data folder.
 * @returns {StartSettings}
 */
export function readSettings() {
  const file = path.join(projectRoot, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const dataDir = path.resolve(projectRoot, variable('DATA_DIR') ?? '.data');
  mkdirSync(dataDir, { recursive: true });
  return { port: readPort(), dataDir, dsn: variable('DSN'), redisUrl: variable('REDIS_URL') };
}

/** The value of an environment variable; empty, with or without quotes, counts as not set. */
export function variable(/** @type {string} */ name) {
  const value = (process.env[name] ?? '').trim().replace(/^(["'])(.*)\1$/s, '$2');
  return value === '' ? undefined : value;
}

/** A folder as a person in the project would write it. */
export function shortPath(/** @type {string} */ folder) {
  const relative = path.relative(projectRoot, folder);
  return relative.startsWith('..') ? folder : relative;
}

// A port that makes no sense is the hub's to refuse, together with every other bad variable.
function readPort() {
  const port = Number(variable('APP_PORT') ?? DEFAULT_PORT);
  return Number.isInteger(port) && port > 0 && port < 65536 ? port : 0;
}
