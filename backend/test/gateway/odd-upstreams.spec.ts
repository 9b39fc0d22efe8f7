import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { send } from '../support/client';
import { expectHubError } from '../support/client-errors';
import { dialectOf } from '../support/fake-upstream-dialects';
import { answers, closesBeforeHeaders, sendsRaw, stallsAfterHeaders } from '../support/fake-upstream-scripts';
import { type Lane, Rig, unique } from '../support/hub-rig';

const LIMIT_MS = 400;

const chat = dialectOf('openai-chat');

let rig: Rig;
let lane: Lane;
beforeAll(async () => {
  rig = await Rig.start();
  lane = await rig.lane({
    type: 'openai-compatible',
    url: rig.upstream.url,
    timeoutFirstByte: LIMIT_MS,
    timeoutIdle: LIMIT_MS,
    timeoutRequest: LIMIT_MS,
  });
});
afterAll(() => rig?.stop());

afterEach(async () => {
  expect(rig.hub.isAlive).toBe(true);
  expect((await rig.ask(chat, unique('next'))).status).toBe(200);
});

describe('a provider that', () => {
  it('stalls after its headers is given up when the time for the first byte has passed, not the longer idle time', async () => {
    const own = await rig.lane({
      type: 'openai-compatible',
      url: rig.upstream.url,
      timeoutFirstByte: LIMIT_MS,
      timeoutIdle: 10 * LIMIT_MS,
    });
    const model = unique('stalls');
    rig.upstream.script(model, stallsAfterHeaders);
    const startedAt = performance.now();
    const got = await rig.ask(chat, model, { key: own.key, isStreaming: true });
    expect(performance.now() - startedAt).toBeLessThan(6 * LIMIT_MS);
    expectHubError(got, 'openai-chat', { status: 504, code: 'upstream_first_byte_timeout', isFinal: false });
    expect(await rig.rowOf(got)).toMatchObject({ error_code: 'upstream_first_byte_timeout' });
  });

  it('dribbles for ever in an answer that is not streamed is given up after its time', async () => {
    const model = unique('dribbles');
    rig.upstream.script(model, ({ res, closed }) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => res.write(' '), LIMIT_MS / 8);
      void closed.then(() => clearInterval(timer));
    });
    const startedAt = performance.now();
    const got = await rig.ask(chat, model, { key: lane.key });
    expect(performance.now() - startedAt).toBeLessThan(5 * LIMIT_MS);
    expect(got.isWhole && got.status === 200).toBe(false);
    expect(await rig.rowOf(got)).toMatchObject({ outcome: 'failed', error_code: 'upstream_request_timeout' });
  });

  it('streams longer than the limit of whole answers, but never pauses for long, is let finish', async () => {
    const model = unique('long');
    rig.upstream.script(model, async ({ res }) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      for (let at = 0; at < 8; at += 1) {
        res.write(`data: {"n":${at},"choices":[{"delta":{"content":"${at}"}}]}\n\n`);
        await new Promise((resolve) => setTimeout(resolve, LIMIT_MS / 4));
      }
      res.end('data: [DONE]\n\n');
    });
    const got = await rig.ask(chat, model, { key: lane.key, isStreaming: true });
    expect(got).toMatchObject({ status: 200, isWhole: true });
    expect(got.body.toString()).toMatch(/"n":7,.*\n\ndata: \[DONE\]\n\n$/);
  });

  it('ends its answer by closing, as HTTP/1.0 does, is understood', async () => {
    const model = unique('http10');
    const body = chat.reply(model);
    rig.upstream.script(model, sendsRaw(`HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${body}`));
    const got = await rig.ask(chat, model);
    expect(got).toMatchObject({ status: 200, isWhole: true });
    expect(got.body.toString()).toBe(body);
    expect(await rig.rowOf(got)).toMatchObject({
      outcome: 'answered',
      output_tokens: chat.tokens.outputTokens,
    });
  });

  it('switches protocols unasked is a failure', async () => {
    const model = unique('switch');
    rig.upstream.script(
      model,
      sendsRaw('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    );
    const got = await rig.ask(chat, model, { key: lane.key });
    expect(got.status).toBeGreaterThanOrEqual(502);
    expect(await rig.rowOf(got)).toMatchObject({ outcome: 'failed' });
  });

  it('answers before it has read the request, and closes, is heard', async () => {
    const hasty = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () =>
        socket.end('HTTP/1.1 413 Too Large\r\ncontent-length: 3\r\nconnection: close\r\n\r\nbig'),
      );
    });
    await new Promise<void>((resolve) => hasty.listen(0, '127.0.0.1', resolve));
    const own = await rig.lane({
      type: 'openai-compatible',
      url: `http://127.0.0.1:${(hasty.address() as AddressInfo).port}`,
    });
    const body = chat.request(unique('hasty'), false).replace('{', `{"x":"${'x'.repeat(4 * 1024 * 1024)}",`);
    const got = await rig.ask(chat, '', { key: own.key, body });
    // Whether the answer or the reset comes first is up to the network; the client is told something either way.
    expect([413, 502]).toContain(got.status);
    expect(await rig.rowOf(got)).toMatchObject({ status_code: got.status });
    hasty.close();
  });

  it('speaks plain HTTP where TLS was announced is a failure', async () => {
    const own = await rig.lane({
      type: 'openai-compatible',
      url: rig.upstream.url.replace('http:', 'https:'),
    });
    const got = await rig.ask(chat, unique('tls'), { key: own.key });
    expectHubError(got, 'openai-chat', {
      status: 502,
      code: String(got.headers['x-hub-error']),
      isFinal: false,
    });
    expect(await rig.rowOf(got)).toMatchObject({ outcome: 'failed', status_code: 502 });
  });

  it('has a name that does not exist is a failure', async () => {
    const own = await rig.lane({ type: 'openai-compatible', url: 'http://no-such-host.invalid' });
    const got = await rig.ask(chat, unique('dns'), { key: own.key });
    expectHubError(got, 'openai-chat', { status: 502, code: 'upstream_unreachable', isFinal: false });
  });

  it('closes an idle connection just before it is used again does no harm', async () => {
    for (let round = 0; round < 20; round += 1) {
      const model = unique('idle');
      rig.upstream.script(model, ({ res, seen }) => {
        res.writeHead(200, { 'content-type': 'application/json' });
        res.end(chat.reply(seen.model), () => res.socket?.end());
      });
      const got = await rig.ask(chat, model);
      expect(got.status).toBe(200);
    }
  });

  it('fails the counting of tokens is reported like any other', async () => {
    const model = unique('count');
    rig.upstream.script(model, closesBeforeHeaders);
    const got = await send(rig.hub.url, {
      path: '/v1/messages/count_tokens',
      headers: ['content-type', 'application/json', 'x-api-key', rig.key],
      body: `{"model":"${model}"}`,
    });
    expectHubError(got, 'anthropic', { status: 502, code: 'upstream_closed_early', isFinal: false });
    expect(await rig.rowOf(got)).toMatchObject({ status_code: 502 });
  });

  it('answers 500 leaves a row that says so', async () => {
    const model = unique('500');
    rig.upstream.script(model, answers(500, '<h1>oops</h1>', { 'content-type': 'text/html' }));
    const got = await rig.ask(chat, model);
    expect(await rig.rowOf(got)).toMatchObject({
      status_code: 500,
      outcome: 'failed',
      error_message: expect.stringContaining('oops'),
    });
  });
});
