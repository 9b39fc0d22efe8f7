import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaveServerBehind } from './leftover-process';
import { startPostgres } from './postgres.mjs';
import { isAlive } from './processes.mjs';

let folder = '';
let dataDir = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'postgres-'));
  chmodSync(folder, 0o755);
  dataDir = path.join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function query(dsn: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: dsn });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it('keeps data and password over a stop, and asks for the password', async () => {
  const first = await startPostgres({ dataDir, durable: true });
  await query(first.dsn, 'CREATE TABLE kept AS SELECT 7 AS n');
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);

  const second = await startPostgres({ dataDir, durable: true });
  try {
    expect(await query(second.dsn, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    const wrong = second.dsn.replace(/:[^:@]+@/, ':wrong@');
    await expect(query(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(statSync(path.join(dataDir, 'password')).mode & 0o777).toBe(0o600);
  } finally {
    await second.stop();
  }
});

it('stops the server of a killed run first', async () => {
  const leftover = await leaveServerBehind('postgres', dataDir);
  expect(isAlive(leftover)).toBe(true);
  const server = await startPostgres({ dataDir, durable: true });
  try {
    expect(isAlive(leftover)).toBe(false);
    expect(await query(server.dsn, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  } finally {
    await server.stop();
  }
});

it('starts over a pid file whose number belongs to another program, and spares that program', async () => {
  await (await startPostgres({ dataDir, durable: true })).stop();
  const stranger = spawn('sleep', ['60']);
  writeFileSync(path.join(dataDir, 'cluster/postmaster.pid'), `${stranger.pid}\n${dataDir}/cluster\n`);
  const server = await startPostgres({ dataDir, durable: true });
  await server.stop();
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill();
});

it('says what PostgreSQL said when it does not start', async () => {
  const server = await startPostgres({ dataDir, durable: true });
  const other = path.join(folder, 'other');
  try {
    await expect(startPostgres({ dataDir: other, durable: true, port: server.port })).rejects.toThrow(
      /could not bind.*Address already in use/s,
    );
  } finally {
    await server.stop();
  }
});

it('refuses data of a version that is not here', async () => {
  await (await startPostgres({ dataDir, durable: true })).stop();
  writeFileSync(path.join(dataDir, 'cluster/PG_VERSION'), '9\n');
  await expect(startPostgres({ dataDir, durable: true })).rejects.toThrow('was written by PostgreSQL 9');
});
