// The hub as a target of ../shared/bench: `prepare` migrates and seeds and writes the key to a file, `serve` becomes the hub.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AdminApi } from '../clients/admin-api.mjs';
import { projectRoot } from '../runtime/paths.mjs';

const ADMIN_TOKEN = 'benchmark-admin-token';
const variable = (/** @type {string} */ name) => process.env[name] ?? '';
const port = variable('HUB_PORT');
const env = {
  NODE_ENV: 'production',
  DSN: variable('HUB_DSN'),
  REDIS_URL: variable('HUB_REDIS_URL'),
  DATA_DIR: variable('HUB_DATA_DIR'),
  APP_HOST: '127.0.0.1',
  APP_PORT: port,
  ADMIN_TOKEN,
  ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'), // the same in both calls, and it protects nothing here
};
const bundle = path.join(projectRoot, 'dist/backend/main.js');
mkdirSync(env.DATA_DIR, { recursive: true });

if (process.argv[2] === 'serve') await serve();
else await prepare();

// In this very process, so that the harness accounts for the hub and nothing beside it.
async function serve() {
  Object.assign(process.env, env);
  await import(bundle);
}

async function prepare() {
  const hub = spawn(process.execPath, [bundle], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(hub, 'exit').then(() => Promise.reject(new Error('The hub ended before it was ready.')));
  ended.catch(() => undefined);
  await Promise.race([once(hub, 'message'), ended]);
  const admin = new AdminApi(`http://127.0.0.1:${port}`, ADMIN_TOKEN);
  await admin.createProvider({ name: 'Mock', type: 'claude', url: variable('MOCK_URL'), key: 'sk-mock' });
  writeFileSync(variable('HUB_KEY_FILE'), await admin.createKey('Bench'));
  hub.kill('SIGTERM');
  await once(hub, 'exit');
}
