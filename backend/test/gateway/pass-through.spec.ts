import { expectHubError } from '../support/client-errors';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { open, requestIdOf, send } from '../support/client';
import { FakeUpstream } from '../support/fake-upstream';
import { type Dialect, DIALECTS, dialectOf, split } from '../support/fake-upstream-dialects';
import { after, answers, streams } from '../support/fake-upstream-scripts';
import { gate } from '../support/hub-eventually';
import { Rig, unique } from '../support/hub-rig';

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig?.stop());

// A digest says "different" without printing two megabytes.
const sha = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

describe.each(DIALECTS)('a $format request and its answer', (dialect: Dialect) => {
  it.each([
    ['in one piece', false],
    ['streamed', true],
  ])('pass byte for byte %s', async (_, isStreaming) => {
    const model = unique('same');
    const got = await rig.ask(dialect, model, { isStreaming });
    const sent = isStreaming ? dialect.frames(model).join('') : dialect.reply(model);
    expect(got).toMatchObject({ status: 200, isWhole: true });
    expect(sha(got.body)).toBe(sha(sent));
    expect(sha(rig.upstream.seen(model).body)).toBe(sha(dialect.request(model, isStreaming)));
  });

  it('pass byte for byte when the request is large', async () => {
    const model = unique('large');
    const filler = `"filler":"${'\\u4f60 \\"model\\":\\"decoy\\" '.repeat(100_000)}",`;
    const body = dialect.request(model, true).replace('{', `{${filler}`);
    const got = await rig.ask(dialect, model, { isStreaming: true, body });
    expect(sha(got.body)).toBe(sha(dialect.frames(model).join('')));
    expect(sha(rig.upstream.seen(model).body)).toBe(sha(body));
    expect(await rig.rowOf(got)).toMatchObject({ requested_model: model, is_streaming: true });
  });

  it('pass byte for byte when the upstream cuts its stream at any byte', async () => {
    const model = unique('cut');
    const whole = Buffer.from(dialect.frames(model).join(''));
    const parts = Array.from({ length: Math.ceil(whole.length / 7) }, (_, at) =>
      whole.subarray(at * 7, at * 7 + 7),
    );
    rig.upstream.script(model, streams(parts));
    const got = await rig.ask(dialect, model, { isStreaming: true });
    expect(sha(got.body)).toBe(sha(whole));
    expect(await rig.rowOf(got)).toMatchObject({
      input_tokens: dialect.tokens.inputTokens,
      output_tokens: dialect.tokens.outputTokens,
    });
  });

  it('passes each event on before the next one exists, from the first content on', async () => {
    const model = unique('live');
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
      headers: ['authorization', `Bearer ${rig.key}`, 'content-type', 'application/json'],
      body: dialect.request(model, true),
    });
    const seen = await new Promise<Buffer>((resolve) => reply.message.once('data', resolve));
    expect(seen.toString()).toBe(begun);
    more.open();
    const got = await reply.finish();
    expect(got.body.toString()).toBe(rest);
  });
});

const HTML = '<html><body>502 \u2013 cdn</body></html>\n';

it.each([
  [
    'a refused request',
    400,
    '{"type":"error","error":{"type":"invalid_request_error","message":"messages.1.role: no"}}',
  ],
  ['an unknown model', 404, '{"error":{"message":"model: nope"}}'],
  ['a rate limit', 429, '{"error":{"message":"slow down"}}'],
  ['an upstream fault', 500, ''],
  ['a page of a CDN', 502, HTML],
  ['overload', 529, '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'],
])('%s passes with its status %i and unmodified', async (_, status, body) => {
  const model = unique('status');
  rig.upstream.script(
    model,
    answers(status, body, { 'content-type': 'text/x; a=b', 'retry-after': '20', location: '/elsewhere' }),
  );
  const got = await rig.ask(dialectOf('anthropic'), model);
  expect(got.status).toBe(status);
  expect(got.body.toString()).toBe(body);
  expect(got.headers).toMatchObject({
    'content-type': 'text/x; a=b',
    'retry-after': '20',
    location: '/elsewhere',
    'x-request-id': expect.stringMatching(/./),
  });
  expect(got.headers).not.toHaveProperty('x-hub-error');
  expect(await rig.rowOf(got)).toMatchObject({ status_code: status });
});

it.each([
  ['a refused credential', 401],
  ['an empty account', 402],
  ['a forbidden account', 403],
  ['a redirect, which is not followed', 307],
])('%s (%i) is the hub’s own trouble and not for the client', async (_, status) => {
  const model = unique('own-trouble');
  rig.upstream.script(model, answers(status, '{"error":{"message":"ask my landlord"}}'));
  const got = await rig.ask(dialectOf('anthropic'), model);
  const code = status === 307 ? 'upstream_error' : 'upstream_credentials';
  expectHubError(got, 'anthropic', { status: 502, code, isFinal: status !== 307 });
  expect(got.body.toString()).not.toContain('landlord');
  expect(rig.upstream.exchangesFor(model)).toHaveLength(1);
  expect(await rig.rowOf(got)).toMatchObject({ error_code: code, error_message: 'ask my landlord' });
});

it('passes an error in the middle of a stream unmodified', async () => {
  const dialect = dialectOf('anthropic');
  const model = unique('mid-error');
  const { begun: start } = split(dialect, model);
  const error =
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n';
  rig.upstream.script(model, streams([start, error]));
  const got = await rig.ask(dialect, model, { isStreaming: true });
  expect(got.body.toString()).toBe(start + error);
  expect(await rig.rowOf(got)).toMatchObject({
    outcome: 'failed',
    error_code: expect.stringMatching(/./),
    error_message: expect.stringContaining('Overloaded'),
  });
});

it('passes an answer without a body', async () => {
  const model = unique('empty');
  rig.upstream.script(model, ({ res }) => void res.writeHead(204).end());
  const got = await rig.ask(dialectOf('openai-chat'), model);
  expect(got).toMatchObject({ status: 204, isWhole: true });
  expect(await rig.rowOf(got)).toMatchObject({ status_code: 204 });
});

it('answers well when the upstream says 100, 102 or 103 first', async () => {
  const model = unique('early-hints');
  const dialect = dialectOf('openai-chat');
  const body = dialect.reply(model);
  rig.upstream.script(model, ({ res }) => {
    res.writeProcessing();
    res.writeEarlyHints({ link: '</a>; rel=preload' });
    res.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  const got = await rig.ask(dialect, model);
  expect(got.status).toBe(200);
  expect(got.body.toString()).toBe(body);
});

it('passes an answer of 20 MB', async () => {
  const model = unique('huge');
  const dialect = dialectOf('gemini');
  const padding = ' '.repeat(20 * 1024 * 1024);
  const body = dialect.reply(model).replace('{', `{${padding}`);
  rig.upstream.script(model, answers(200, body));
  const got = await rig.ask(dialect, model);
  expect(sha(got.body)).toBe(sha(body));
  expect(await rig.rowOf(got)).toMatchObject({
    status_code: 200,
    output_tokens: dialect.tokens.outputTokens,
  });
});

it('passes a request of 20 MB to an upstream that is slow to read', async () => {
  const model = unique('slow-reader');
  const dialect = dialectOf('openai-chat');
  const listen = gate();
  const slow = await FakeUpstream.start({ hold: () => listen.opened });
  onTestFinished(() => slow.stop());
  const lane = await rig.lane({ type: 'openai-compatible', url: slow.url });
  const body = dialect.request(model, false).replace('{', `{"filler":"${'x'.repeat(20 * 1024 * 1024)}",`);
  const pending = rig.ask(dialect, model, { key: lane.key, body });
  const other = await rig.ask(dialect, unique('meanwhile'));
  expect(other.status).toBe(200);
  listen.open();
  expect((await pending).status).toBe(200);
  expect(sha(slow.seen(model).body)).toBe(sha(body));
});

it('counts a second request while the first one waits', async () => {
  const waiting = gate();
  const model = unique('waits');
  const dialect = dialectOf('gemini');
  rig.upstream.script(model, after(waiting.opened, answers(200, dialect.reply(model))));
  const first = rig.ask(dialect, model);
  const second = await rig.ask(dialect, unique('overtakes'));
  waiting.open();
  expect((await first).status).toBe(200);
  expect(requestIdOf(await first)).not.toBe(requestIdOf(second));
});

it.each([
  ['the last of two models, as every JSON parser reads it', '"model":"FIRST","model":"MODEL"'],
  ['a model whose name is written with escapes', '"\\u006dodel":"MODEL"'],
  ['the model and not what is nested', '"x":{"model":"FIRST"},"y":[{"model":"FIRST"}],"model":"MODEL"'],
])('routes by %s, in small bodies and in large ones', async (_, members) => {
  const dialect = dialectOf('openai-chat');
  for (const filler of ['', `"filler":"${'z'.repeat(70_000)}",`]) {
    const model = unique('tricky');
    const body = `{${filler}${members.replace('MODEL', model)},"messages":[]}`;
    const got = await send(rig.hub.url, {
      path: '/v1/chat/completions',
      headers: ['authorization', `Bearer ${rig.key}`, 'content-type', 'application/json'],
      body,
    });
    expect(got.status).toBe(200);
    expect(rig.upstream.seen(model).body.toString()).toBe(body);
    expect(await rig.rowOf(got)).toMatchObject({ requested_model: model });
  }
  expect(dialect.format).toBe('openai-chat');
});
