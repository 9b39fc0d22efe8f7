import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, requestIdOf } from '../support/client';
import { DIALECTS, dialectOf, split } from '../support/fake-upstream-dialects';
import { neverAnswers, pours, streamsThen } from '../support/fake-upstream-scripts';
import { eventually, gate } from '../support/hub-eventually';
import { Rig, unique } from '../support/hub-rig';

const PROMPTLY_MS = 1000;

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig?.stop());

const chat = dialectOf('openai-chat');

function headersFor(key: string): string[] {
  return ['content-type', 'application/json', 'authorization', `Bearer ${key}`];
}

/** Resolves with how the exchange ended; fails when the upstream is left hanging. */
function leftAt(model: string): Promise<boolean> {
  return eventually('the upstream sees the client leave', () => rig.upstream.exchangesFor(model)[0]).then(
    ({ closed }) =>
      Promise.race([
        closed,
        new Promise<boolean>((_, reject) =>
          setTimeout(() => reject(new Error('still connected')), PROMPTLY_MS),
        ),
      ]),
  );
}

describe('a client that leaves', () => {
  it.each(DIALECTS)(
    'in the middle of a $format stream ends the upstream call and leaves one row',
    async (dialect) => {
      const model = unique('leaves');
      rig.upstream.script(
        model,
        streamsThen([split(dialect, model).begun], () => undefined),
      );
      const reply = await open(rig.hub.url, {
        path: dialect.path(model, true),
        headers: headersFor(rig.key),
        body: dialect.request(model, true),
      });
      await new Promise((resolve) => reply.message.once('data', resolve));
      reply.message.on('error', () => undefined);
      reply.leave();
      expect(await leftAt(model)).toBe(true);
      expect(await rig.rowOf(reply)).toMatchObject({
        status_code: 499,
        outcome: 'aborted',
        error_code: 'client_closed',
        requested_model: model,
        // What the stream had said by then is not forgotten.
        input_tokens:
          dialect.format === 'anthropic' ? dialect.tokens.inputTokens : expect.toSatisfy(() => true),
      });
    },
  );

  it('before the provider answers ends the upstream call and leaves one row', async () => {
    const model = unique('impatient');
    rig.upstream.script(model, neverAnswers);
    const { hostname, port } = new URL(rig.hub.url);
    const body = chat.request(model, false);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${rig.key}\r\n` +
        `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    await eventually('the request reaches the upstream', () => rig.upstream.exchangesFor(model)[0]);
    socket.destroy();
    expect(await leftAt(model)).toBe(true);
    const rows = await eventually('its row', async () => {
      const found = (await rig.ledger.all()).filter((row) => row.requested_model === model);
      return found.length > 0 ? found : undefined;
    });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ status_code: 499, outcome: 'aborted', error_code: 'client_closed' });
  });

  it('in the middle of its own request never reaches the upstream', async () => {
    const model = unique('half-sent');
    const { hostname, port } = new URL(rig.hub.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    const head =
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${rig.key}\r\nuser-agent: ${model}\r\n` +
      `content-type: application/json\r\ncontent-length: 5000\r\n\r\n{"model":"${model}",`;
    await new Promise<void>((resolve) => socket.write(head, () => resolve()));
    // The hub has begun to read when it answers somebody who came later.
    await rig.ask(chat, unique('later'));
    socket.destroy();
    const row = await eventually('its row', async () =>
      (await rig.ledger.all()).find((candidate) => candidate.user_agent === model),
    );
    expect(row).toMatchObject({ status_code: 499, outcome: 'aborted' });
    expect(rig.upstream.exchangesFor(model)).toHaveLength(0);
  });

  it('fifty at once leave fifty rows and no upstream call behind', async () => {
    const models = Array.from({ length: 50 }, () => unique('crowd'));
    const replies = await Promise.all(
      models.map((model) => {
        rig.upstream.script(
          model,
          streamsThen([split(chat, model).begun], () => undefined),
        );
        return open(rig.hub.url, {
          path: chat.path(model, true),
          headers: headersFor(rig.key),
          body: chat.request(model, true),
        });
      }),
    );
    for (const reply of replies) {
      reply.message.on('error', () => undefined).resume();
      reply.leave();
    }
    expect(await Promise.all(models.map(leftAt))).toEqual(models.map(() => true));
    for (const reply of replies) expect(await rig.rowOf(reply)).toMatchObject({ status_code: 499 });
    expect(rig.hub.isAlive).toBe(true);
  });
});

describe('a client that does not read', () => {
  const TOTAL = 96 * 1024 * 1024;
  // Kernel buffers of two loopback connections take up to some 20 MB; the hub itself keeps next to nothing.
  const BOUND = 40 * 1024 * 1024;

  it('makes the upstream wait, costs no idle time, and gets everything when it reads on', async () => {
    const model = unique('pours');
    const lane = await rig.lane({
      type: 'openai-compatible',
      url: rig.upstream.url,
      timeoutIdle: 300,
      timeoutFirstByte: 300,
    });
    let written = 0;
    rig.upstream.script(
      model,
      pours(TOTAL, (bytes) => (written = bytes)),
    );
    const reply = await open(rig.hub.url, {
      path: chat.path(model, true),
      headers: headersFor(lane.key),
      body: chat.request(model, true),
    });
    let seen = 0;
    let since = performance.now();
    await eventually(
      'the upstream waits for a second',
      () => {
        if (written !== seen) since = performance.now();
        seen = written;
        return written > 0 && performance.now() - since > 1000 ? true : undefined;
      },
      15_000,
    );
    expect(written).toBeLessThan(BOUND);
    const other = await rig.ask(chat, unique('meanwhile'));
    expect(other.status).toBe(200);

    const got = await reply.finish();
    expect(got.isWhole).toBe(true);
    const end = '[DONE]\n\n';
    expect(got.body).toHaveLength(TOTAL + 'data: '.length + end.length);
    expect(got.body.subarray(TOTAL - 16_384, TOTAL).equals(got.body.subarray(0, 16_384))).toBe(true);
    expect(await rig.rowOf(got)).toMatchObject({ status_code: 200, outcome: 'answered' });
  });

  it('and then leaves ends the upstream call', async () => {
    const model = unique('pours-away');
    const full = gate();
    rig.upstream.script(
      model,
      pours(TOTAL, (bytes) => {
        if (bytes > 1024 * 1024) full.open();
      }),
    );
    const reply = await open(rig.hub.url, {
      path: chat.path(model, true),
      headers: headersFor(rig.key),
      body: chat.request(model, true),
    });
    await full.opened;
    reply.message.on('error', () => undefined);
    reply.leave();
    expect(await leftAt(model)).toBe(true);
    expect(await rig.rowOf(reply)).toMatchObject({ status_code: 499, outcome: 'aborted' });
    expect(requestIdOf(reply)).toMatch(/./);
  });
});
