import type { WireFormat } from '@cch/contracts/wire-formats';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Got } from '../support/client';
import { expectHubError } from '../support/client-errors';
import { type Dialect, DIALECTS, dialectOf, split } from '../support/fake-upstream-dialects';
import {
  closesAfterHeaders,
  closesBeforeHeaders,
  neverAnswers,
  sendsRaw,
  stallsAfterHeaders,
  streamsThen,
} from '../support/fake-upstream-scripts';
import type { Script } from '../support/fake-upstream';
import { freePort } from '../support/hub';
import { type Lane, Rig, unique } from '../support/hub-rig';

const LIMIT_MS = 400;

let rig: Rig;
let lanes: ReadonlyMap<string, Lane>;
beforeAll(async () => {
  rig = await Rig.start();
  const limits = { timeoutFirstByte: LIMIT_MS, timeoutIdle: LIMIT_MS, timeoutRequest: LIMIT_MS };
  lanes = new Map(
    await Promise.all(
      DIALECTS.map(async ({ format, providerType: type }) => {
        return [format, await rig.lane({ type, url: rig.upstream.url, ...limits })] as const;
      }),
    ),
  );
});
afterAll(() => rig?.stop());

afterEach(async () => {
  expect(rig.hub.isAlive).toBe(true);
  const next = await rig.ask(dialectOf('anthropic'), unique('next'), { isStreaming: true });
  expect(next).toMatchObject({ status: 200, isWhole: true });
});

const laneOf = (dialect: Dialect) => lanes.get(dialect.format)?.key ?? '';

const LATE = /^upstream_(first_byte|request|idle)_timeout$/;

const BEFORE_THE_ANSWER: readonly (readonly [string, Script, number, RegExp])[] = [
  ['closes before its headers', closesBeforeHeaders, 502, /^upstream_closed_early$/],
  ['closes after its headers', closesAfterHeaders, 502, /^upstream_closed_early$/],
  ['sends garbage', sendsRaw('\u0001\u0002 SSH-2.0-x\r\n\r\n'), 502, /^upstream_bad_response$/],
  ['sends half a header', sendsRaw('HTTP/1.1 200 OK\r\ncontent-ty'), 502, /^upstream_closed_early$/],
  [
    'sends headers without end',
    sendsRaw(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}\r\n\r\n`),
    502,
    /^upstream_bad_response$/,
  ],
  [
    'sends two lengths',
    sendsRaw('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'),
    502,
    /^upstream_(bad_response|closed_early)$/,
  ],
  ['never answers', neverAnswers, 504, LATE],
  ['stalls after its headers', stallsAfterHeaders, 504, LATE],
];

// At the same time, because most of them wait for a limit to pass.
describe.concurrent.each(DIALECTS)('a $format client whose provider', (dialect) => {
  const cases = BEFORE_THE_ANSWER.flatMap(([name, script, status, code]) =>
    [false, true].map((isStreaming) => ({ name, script, status, code, isStreaming })),
  );

  it.each(cases)('$name is told in its own words (streaming: $isStreaming)', async (failure) => {
    const { script, status, code, isStreaming } = failure;
    const model = unique('fails');
    rig.upstream.script(model, script);
    const got = await rig.ask(dialect, model, { isStreaming, key: laneOf(dialect) });
    expectHubError(got, dialect.format, { status, code, isFinal: false });
    const row = await rig.rowOf(got);
    expect(row).toMatchObject({
      status_code: status,
      error_code: got.headers['x-hub-error'],
      error_message: expect.stringMatching(/\S/),
      outcome: 'failed',
      requested_model: model,
      provider_id: lanes.get(dialect.format)?.providerId,
    });
    expect(row.provider_chain).toContainEqual(
      expect.objectContaining({ kind: 'attempt', outcome: 'failed', errorCode: row.error_code }),
    );
  });

  it('cannot be reached is told so', async () => {
    const port = await freePort();
    const lane = await rig.lane({ type: dialect.providerType, url: `http://127.0.0.1:${port}` });
    const got = await rig.ask(dialect, unique('refused'), { key: lane.key });
    expectHubError(got, dialect.format, { status: 502, code: 'upstream_unreachable', isFinal: false });
    expect(await rig.rowOf(got)).toMatchObject({ error_code: 'upstream_unreachable', outcome: 'failed' });
    expect(got.body.toString()).not.toContain(String(port));
  });

  it.each<[string, string, (res: ServerResponse) => void]>([
    ['breaks off', 'upstream_closed_early', (res) => res.socket?.destroy()],
    ['stalls', 'upstream_idle_timeout', () => undefined],
    ['turns to garbage', 'upstream_bad_response', (res) => res.socket?.write('no chunk size\r\n')],
  ])('%s in the middle of a stream never passes for a whole answer', async (_, code, then) => {
    const model = unique('broken');
    const { begun } = split(dialect, model);
    rig.upstream.script(model, streamsThen([begun], then));
    const got = await rig.ask(dialect, model, { isStreaming: true, key: laneOf(dialect) });
    expect(got.status).toBe(200);
    expect(got.body.toString().startsWith(begun)).toBe(true);
    expectErrorAtEnd(got, dialect.format);
    expect(await rig.rowOf(got)).toMatchObject({
      status_code: 200,
      outcome: 'failed',
      error_code: code,
      error_message: expect.stringMatching(/\S/),
      requested_model: model,
    });
  });

  it('sends less than it announced never passes for a whole answer', async () => {
    const model = unique('short');
    rig.upstream.script(model, ({ res }) => {
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      res.write('{"id":', () => res.socket?.end());
    });
    const got = await rig.ask(dialect, model, { key: laneOf(dialect) });
    expectHubError(got, dialect.format, { status: 502, code: 'upstream_closed_early', isFinal: false });
    expect(await rig.rowOf(got)).toMatchObject({ outcome: 'failed', error_code: 'upstream_closed_early' });
  });
});

const ERROR_FRAMES: Readonly<Record<WireFormat, RegExp>> = {
  anthropic: /\n\nevent: error\ndata: {"type":"error".*}\n\n$/,
  'openai-chat': /\n\ndata: {"error":{.*}\n\n$/,
  'openai-responses': /\n\nevent: response.failed\ndata: .*"id":"resp_1".*}\n\n$/,
  gemini: /\n\ndata: {"error":{"code".*}\n\n$/,
};

/** The stream ends cleanly, and its last event says in the client's format that it failed (conversion spec, 6.2). */
function expectErrorAtEnd(got: Got, format: WireFormat): void {
  expect(got.isWhole).toBe(true);
  expect(got.body.toString()).toMatch(ERROR_FRAMES[format]);
  expect(got.body.toString()).not.toMatch(/message_stop|\[DONE\]|response\.completed|finishReason/);
}
