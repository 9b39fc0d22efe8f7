import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/hub-eventually';
import { startOwnPostgres, startOwnRedis } from '../support/hub-own-servers';
import { Rig } from '../support/hub-rig';
import { expectAllSettledOnce, expectSettledOnce, Traffic } from '../support/hub-traffic';

const CLIENTS = 8;
const STREAM_MS = 60;
// A batch that could not be written is taken up again after some seconds.
const ARRIVED_WITHIN_MS = 30_000;

let own: Awaited<ReturnType<typeof startOwnPostgres>> & Awaited<ReturnType<typeof startOwnRedis>>;
let rig: Rig;
const releases: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const [database, cache] = await Promise.all([startOwnPostgres(), startOwnRedis()]);
  releases.push(database.release, cache.release);
  own = { ...database, ...cache };
  const stores = {
    dsn: own.postgres.server.dsn,
    redisUrl: own.redis.server.url,
    release: async () => undefined,
  };
  rig = await Rig.start({ stores });
});
afterAll(async () => {
  await rig?.stop();
  for (const release of releases) await release();
});

function killBoth() {
  return Promise.all([own.postgres.kill(), own.redis.kill()]);
}

function startBoth() {
  return Promise.all([own.postgres.start(), own.redis.start()]);
}

it('without PostgreSQL requests go on and their rows wait in Redis', async () => {
  const traffic = new Traffic(rig, CLIENTS, STREAM_MS);
  await traffic.more(30);
  await own.postgres.kill();
  await traffic.more(200);
  await own.postgres.start();
  await traffic.more(30);
  await traffic.stop();
  await expectAllSettledOnce(rig, traffic, ARRIVED_WITHIN_MS);
}, 60_000);

it('without both rows go to the spool, and into the ledger when both are back', async () => {
  const traffic = new Traffic(rig, CLIENTS, STREAM_MS);
  await traffic.more(30);
  await killBoth();
  await traffic.more(150);
  await eventually('spooled rows', () => (spooled().length > 50 ? true : undefined));
  await startBoth();
  await traffic.more(30);
  await traffic.stop();
  await expectAllSettledOnce(rig, traffic, ARRIVED_WITHIN_MS);
  await eventually('an empty spool', () => (spooled().length === 0 ? true : undefined), ARRIVED_WITHIN_MS);
}, 60_000);

it('what was spooled survives a kill of the hub', async () => {
  await killBoth();
  const traffic = new Traffic(rig, CLIENTS, STREAM_MS);
  await traffic.more(100);
  await traffic.stop();
  expect(traffic.failures).toEqual([]);
  await eventually('every row in the spool', () => {
    const ids = new Set(spooled());
    return traffic.seen.every(({ id }) => ids.has(id)) ? true : undefined;
  });
  await rig.hub.kill('SIGKILL');
  await startBoth();
  await rig.hub.restart();
  await expectSettledOnce(rig, traffic.seen, ARRIVED_WITHIN_MS);
  await eventually('an empty spool', () => (spooled().length === 0 ? true : undefined), ARRIVED_WITHIN_MS);
}, 60_000);

/** Ids of the rows that wait in the spool folder. */
function spooled(): string[] {
  const folder = path.join(rig.hub.dataDir, 'spool');
  const names = unlessGone(() => readdirSync(folder));
  const texts = names.flatMap((name) => unlessGone(() => [readFileSync(path.join(folder, name), 'utf8')]));
  return [...texts.join('').matchAll(/"id":"([0-9a-f-]{36})"/g)].map((match) => match[1] ?? '');
}

/** The folder comes with the first row, and files go while they are looked at. */
function unlessGone(read: () => string[]): string[] {
  try {
    return read();
  } catch {
    // ENOENT
    return [];
  }
}
