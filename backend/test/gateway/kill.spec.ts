import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { open, requestIdOf } from '../support/client';
import { dialectOf, split } from '../support/fake-upstream-dialects';
import { eventually, gate } from '../support/hub-eventually';
import type { Row } from '../support/hub-ledger';
import { Rig, unique } from '../support/hub-rig';
import { type Seen, Traffic } from '../support/hub-traffic';

const CLIENTS = 100;
/** Requests that ended this shortly before a kill may be known as lost only. */
const GRACE_MS = 100;
// The dead process is missed after some seconds, then its open requests are written down.
const REAPED_WITHIN_MS = 25_000;

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig?.stop());

async function rowsById(): Promise<ReadonlyMap<string, readonly Row[]>> {
  const byId = new Map<string, Row[]>();
  for (const row of await rig.ledger.all()) byId.set(row.id, [...(byId.get(row.id) ?? []), row]);
  return byId;
}

it(
  `a kill -9 while ${CLIENTS} streams run loses no request whose end a client saw, and doubles none`,
  { timeout: 60_000 },
  async () => {
    const traffic = new Traffic(rig, CLIENTS, 800);
    await eventually(
      'plenty of traffic',
      () => (traffic.ended.length > 2 * CLIENTS ? true : undefined),
      20_000,
    );
    const killedAt = performance.now();
    const killTime = Date.now();
    await rig.hub.kill('SIGKILL');
    await traffic.stop();
    await rig.hub.restart();

    const unfinished = traffic.seen.filter((request) => request.endedAt === undefined);
    expect(unfinished.length).toBeGreaterThan(CLIENTS / 4);
    // A request that had hardly begun may be forgotten: its client has seen no end and will ask again.
    const owed = traffic.seen.filter(
      ({ id, endedAt }) => endedAt !== undefined || arrivalOf(id) < killTime - GRACE_MS,
    );
    const rows = await rowsOnceThere(owed, killedAt);
    let lost = 0;
    for (const { id, endedAt } of owed) {
      const row = rows.get(id)?.[0];
      if (endedAt !== undefined && endedAt < killedAt - GRACE_MS) {
        expect(row).toMatchObject({ outcome: 'answered', output_tokens: 37, status_code: 200 });
      } else {
        expect(row?.outcome).toMatch(/^(answered|lost)$/);
        if (row?.outcome === 'lost') lost += 1;
      }
    }
    expect(lost).toBeGreaterThan(0);
    expect([...rows.values()].filter((found) => found.length > 1)).toEqual([]);
  },
);

/** When the hub took the request in, in milliseconds since the epoch: its id is a UUID of version 7. */
function arrivalOf(id: string): number {
  return Number.parseInt(id.replace('-', '').slice(0, 12), 16);
}

/** The rows by request id, once each of the given requests has one. */
async function rowsOnceThere(
  owed: readonly Seen[],
  killedAt: number,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const deadline = performance.now() + REAPED_WITHIN_MS;
  for (;;) {
    const rows = await rowsById();
    const missing = owed.filter(({ id }) => !rows.has(id));
    if (missing.length === 0) return rows;
    if (performance.now() > deadline) {
      const told = missing.map(
        ({ id, endedAt }) => `${id} ended ${killedAt - (endedAt ?? killedAt)} ms before`,
      );
      throw new Error(`no row of ${told.join(', ')}`);
    }
    await pause(100);
  }
}

it('a start after a kill serves at once, with the providers and keys it had', async () => {
  await rig.hub.kill('SIGKILL');
  await rig.hub.restart();
  const got = await rig.ask(dialectOf('anthropic'), unique('again'));
  expect(got.status).toBe(200);
  expect(await rig.rowOf(got)).toMatchObject({ outcome: 'answered' });
});

it('SIGTERM lets a stream end, keeps its row and takes nobody new', { timeout: 60_000 }, async () => {
  const dialect = dialectOf('anthropic');
  const model = unique('last');
  const { begun, rest } = split(dialect, model);
  const more = gate();
  rig.upstream.script(model, async ({ res }) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(begun);
    await more.opened;
    res.end(rest);
  });
  const reply = await open(rig.hub.url, {
    path: dialect.path(model, true),
    headers: ['content-type', 'application/json', 'x-api-key', rig.key],
    body: dialect.request(model, true),
  });
  const ended = rig.hub.kill('SIGTERM');
  await eventually('nobody new is taken', async () => ((await isTaken(rig.hub.url)) ? undefined : true));
  expect(rig.hub.isAlive).toBe(true);
  more.open();
  const got = await reply.finish();
  expect(got).toMatchObject({ status: 200, isWhole: true });
  expect(got.body.toString()).toBe(begun + rest);
  // The client keeps its connection open, as all clients do; that is no reason to wait for anything.
  const answeredAt = performance.now();
  await ended;
  expect(performance.now() - answeredAt).toBeLessThan(5000);
  await rig.hub.restart();
  expect(await rig.ledger.row(requestIdOf(reply))).toMatchObject({ outcome: 'answered', output_tokens: 37 });
});

function isTaken(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

it(
  'SIGTERM ends by itself when a stream does not, and even that has a row',
  { timeout: 40_000 },
  async () => {
    const short = await Rig.start({ env: { SHUTDOWN_TIMEOUT_MS: '500' } });
    onTestFinished(() => short.stop());
    const dialect = dialectOf('openai-chat');
    const model = unique('endless');
    short.upstream.script(model, async ({ res, closed }) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      while (!(await Promise.race([closed, pause(50, false)]))) res.write(': still here\n\n');
    });
    const reply = await open(short.hub.url, {
      path: dialect.path(model, true),
      headers: ['content-type', 'application/json', 'x-api-key', short.key],
      body: dialect.request(model, true),
    });
    const startedAt = performance.now();
    const finished = reply.finish();
    await short.hub.kill('SIGTERM');
    expect(performance.now() - startedAt).toBeLessThan(4000);
    expect((await finished).isWhole).toBe(false);
    await short.hub.restart();
    expect(await short.ledger.row(requestIdOf(reply))).toMatchObject({
      requested_model: model,
      outcome: expect.not.stringMatching(/^(answered|lost)$/),
    });
  },
);
