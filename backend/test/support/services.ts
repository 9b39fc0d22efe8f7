import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { Client } from 'pg';

/** A database of one test file's own, on the server of the run. */
export interface TestDatabase {
  readonly dsn: string;
  drop(): Promise<void>;
}

/** A numbered Redis database that nobody else uses until it is released. Publish/subscribe is shared by all of them. */
export interface TestRedisDatabase {
  readonly url: string;
  release(): Promise<void>;
}

// Database 0 keeps the books for all test processes of the run.
const NEXT_NUMBER = 'test-databases:next';
const RETURNED_NUMBERS = 'test-databases:returned';

/** Creates an empty database on `TEST_DSN`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await execute(`CREATE DATABASE ${name}`);
  const dsn = new URL(serverAddress('TEST_DSN'));
  dsn.pathname = `/${name}`;
  return { dsn: dsn.href, drop: () => execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Takes an empty numbered database on `TEST_REDIS_URL`. */
export async function takeRedisDatabase(): Promise<TestRedisDatabase> {
  const number = await withBooks(async (books) => {
    const returned = await books.lpop(RETURNED_NUMBERS);
    return returned === null ? books.incr(NEXT_NUMBER) : Number(returned);
  });
  const url = new URL(serverAddress('TEST_REDIS_URL'));
  url.pathname = `/${number}`;
  await flush(url.href);
  return { url: url.href, release: () => giveBack(url.href, number) };
}

async function giveBack(url: string, number: number): Promise<void> {
  await flush(url);
  await withBooks((books) => books.lpush(RETURNED_NUMBERS, number));
}

function flush(url: string): Promise<unknown> {
  return withRedis(url, (redis) => redis.flushdb());
}

function withBooks<T>(use: (books: Redis) => Promise<T>): Promise<T> {
  return withRedis(serverAddress('TEST_REDIS_URL'), use);
}

async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 });
  try {
    await redis.connect();
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

async function execute(sql: string): Promise<void> {
  const client = new Client({ connectionString: serverAddress('TEST_DSN') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function serverAddress(variable: 'TEST_DSN' | 'TEST_REDIS_URL'): string {
  const address = process.env[variable];
  if (address) return address;
  throw new Error(
    `${variable} is not set: add test/support/global-setup.ts to globalSetup in the vitest configuration`,
  );
}
