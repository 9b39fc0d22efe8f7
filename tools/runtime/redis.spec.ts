import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaveServerBehind } from './leftover-process';
import { isAlive } from './processes.mjs';
import { startRedis } from './redis.mjs';

let dataDir = '';
beforeEach(() => (dataDir = mkdtempSync(path.join(os.tmpdir(), 'redis-'))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  try {
    await redis.connect();
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

/** What a client without credentials is answered. */
async function rawReply(port: number, command: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  socket.end(`${command}\r\nQUIT\r\n`);
  return text(socket);
}

it('keeps data and password over a stop, and asks for the password', async () => {
  const first = await startRedis({ dataDir, durable: true });
  await withRedis(first.url, (redis) => redis.set('kept', '7'));
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);

  const second = await startRedis({ dataDir, durable: true });
  try {
    expect(await withRedis(second.url, (redis) => redis.get('kept'))).toBe('7');
    expect(await rawReply(second.port, 'GET kept')).toContain('-NOAUTH');
    expect(statSync(path.join(dataDir, 'redis.conf')).mode & 0o777).toBe(0o600);
  } finally {
    await second.stop();
  }
});

it('never evicts, and gives tests a thousand databases', async () => {
  const server = await startRedis({ dataDir, durable: false });
  try {
    await withRedis(`${server.url}/1023`, async (redis) => {
      expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    });
  } finally {
    await server.stop();
  }
});

it('stops the server of a killed run first', async () => {
  const leftover = await leaveServerBehind('redis', dataDir);
  expect(isAlive(leftover)).toBe(true);
  const server = await startRedis({ dataDir, durable: true });
  await server.stop();
  expect(isAlive(leftover)).toBe(false);
});

it('spares a program that has the process id of an earlier server', async () => {
  await (await startRedis({ dataDir, durable: true })).stop();
  const stranger = spawn('sleep', ['60']);
  writeFileSync(path.join(dataDir, 'redis.pid'), `${stranger.pid}\n`);
  await (await startRedis({ dataDir, durable: true })).stop();
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill();
});

it('says what Redis said when it does not start', async () => {
  const server = await startRedis({ dataDir, durable: false });
  const other = mkdtempSync(path.join(os.tmpdir(), 'redis-'));
  try {
    await expect(startRedis({ dataDir: other, durable: false, port: server.port })).rejects.toThrow(
      /Address already in use/,
    );
  } finally {
    await server.stop();
    rmSync(other, { recursive: true, force: true });
  }
});
