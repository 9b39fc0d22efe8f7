import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import type { Config } from '../../config/config';
import { maskPassword } from '../../config/env-types';
import { StartRefused } from '../start-refused';
import { MIGRATIONS } from './migrations';

// Any number will do, as long as every process of the hub takes the same advisory lock.
const MIGRATION_LOCK = 7_305_811;
const CONNECT_TRIES = 30;

/**
 * Brings the schema up to date, one process at a time. With AUTO_MIGRATE off it only checks. Waits half a minute for a
 * database that is still starting.
 */
export async function migrate(config: Config): Promise<{ readonly applied: readonly string[] }> {
  const source = await connect(config);
  try {
    await source.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    if (!config.AUTO_MIGRATE) {
      if (await source.showMigrations()) {
        throw new StartRefused('The database schema is older than this version and AUTO_MIGRATE is off.');
      }
      return { applied: [] };
    }
    const applied = await source.runMigrations({ transaction: 'each' });
    return { applied: applied.map((migration) => migration.name) };
  } finally {
    await source.destroy(); // ends the session and with it the lock
  }
}

// One connection, so that lock and migrations share a session.
async function connect(config: Config): Promise<DataSource> {
  for (let tries = 1; ; tries += 1) {
    const source = new DataSource({
      type: 'postgres',
      url: config.DSN,
      applicationName: 'claude-code-hub migrate',
      migrations: MIGRATIONS,
      poolSize: 1,
      connectTimeoutMS: 5000,
    });
    try {
      return await source.initialize();
    } catch (error) {
      // Refused or still starting up: the server may come in a moment. Everything else is final.
      if (tries >= CONNECT_TRIES || !isStarting(error)) throw notUsable(config, error);
      await pause(1000);
    }
  }
}

function isStarting(error: unknown): boolean {
  const code = codeOf(error);
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', '57P03'].includes(code);
}

function notUsable(config: Config, error: unknown): StartRefused {
  const reason = error instanceof Error && error.message ? error.message : codeOf(error);
  return new StartRefused(
    `PostgreSQL at ${maskPassword(config.DSN)} cannot be used: ${reason}. Is the server running, and are host, port, user and database right?`,
    { cause: error },
  );
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
