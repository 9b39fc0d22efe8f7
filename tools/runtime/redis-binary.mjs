import { existsSync } from 'node:fs';
import path from 'node:path';
import { hasDebianPackages, libraryPath, unpackDebianPackages } from './debian-packages.mjs';
import { onPath } from './on-path.mjs';
import { runtimeFolder } from './paths.mjs';

const NAMES = ['redis-server', 'valkey-server'];

/**
 * The Redis server to run: one on PATH, else Debian's, fetched once into `.data/runtime-redis`.
 * @returns {Promise<{ command: string, env: Record<string, string> }>}
 */
export async function findRedis() {
  const command = NAMES.map(onPath).find((found) => found !== undefined);
  if (command) return { command, env: {} };
  const folder = runtimeFolder('redis');
  if (!existsSync(fetched(folder).command)) await fetchRedis(folder);
  return fetched(folder);
}

function fetched(/** @type {string} */ folder) {
  const root = path.join(folder, 'root');
  return { command: path.join(root, 'usr/bin/redis-server'), env: { LD_LIBRARY_PATH: libraryPath(root) } };
}

async function fetchRedis(/** @type {string} */ folder) {
  if (!hasDebianPackages()) throw new Error(noRedis());
  try {
    // `redis-server` is a link to a program of redis-tools, which the system may have without the link's package.
    await unpackDebianPackages({
      names: ['redis-server'],
      alwaysToo: ['redis-tools', 'redis-server'],
      folder,
    });
  } catch (error) {
    throw new Error(
      `${noRedis()} Fetching Debian's package failed: ${error instanceof Error ? error.message : error}`,
      {
        cause: error,
      },
    );
  }
}

function noRedis() {
  const install = {
    darwin: '`brew install redis`',
    linux: 'redis or valkey with your package manager (Debian: `apt-get install redis-server`)',
  };
  const how = process.platform === 'darwin' ? install.darwin : install.linux;
  return `No Redis here: install ${how}, or set REDIS_URL=redis://host:6379.`;
}
