import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionTestView } from '../../src/providers/connection-test/connection-test.dto';
import { ConnectionTestRig, TEST_LIMIT_MS } from '../support/connection-test-rig';
import { complaintOf, OPENINGS } from '../support/failing-answers';
import type { Script } from '../support/fake-upstream';
import { dialectAt, type Dialect, DIALECTS, split } from '../support/fake-upstream-dialects';
import {
  answers,
  answersEncoded,
  closesAfterHeaders,
  closesBeforeHeaders,
  neverAnswers,
  sendsRaw,
  stallsAfterHeaders,
  streams,
  streamsThen,
} from '../support/fake-upstream-scripts';
import { freePort } from '../support/hub';
import { unique } from '../support/hub-rig';
import { PlainOrigin } from '../support/plain-origin';

let rig: ConnectionTestRig;
beforeAll(async () => {
  rig = await ConnectionTestRig.start();
});
afterAll(() => rig?.stop());

const TEXT = 'na\u00efve \u4f60\u597d \ud83d\ude80';

const HTML = '<!DOCTYPE html><html><body>Just a moment</body></html>';
const html = { 'content-type': 'text/html' };

interface Failing {
  readonly name: string;
  readonly script: (dialect: Dialect, model: string) => Script;
  readonly expected: (dialect: Dialect) => Partial<ConnectionTestView>;
}

const fails = (errorCode: string, more: object = {}) => ({ ok: false, errorCode, preview: '', ...more });

const FAILURES: readonly Failing[] = [
  {
    name: 'does not accept the key',
    script: ({ format }) => answers(401, complaintOf(format, 'refused').document),
    expected: ({ format }) =>
      fails('upstream_credentials', {
        statusCode: 401,
        message: `upstream says ${complaintOf(format, 'refused').type}`,
      }),
  },
  {
    name: 'does not know the model',
    script: () => answers(404, 'no such model', { 'content-type': 'text/plain' }),
    expected: () => fails('upstream_error', { statusCode: 404, message: 'no such model', model: null }),
  },
  {
    name: 'is busy',
    script: () => answers(429, '', {}),
    expected: () =>
      fails('upstream_rate_limited', { statusCode: 429, message: expect.stringMatching(/\.$/) }),
  },
  {
    name: 'is busy and says how long',
    script: () => answers(503, '{}', { 'retry-after': '7' }),
    expected: () => fails('upstream_overloaded', { statusCode: 503 }),
  },
  {
    name: 'sends a web page with an error',
    script: () => answers(502, HTML, html),
    expected: () => fails('upstream_error', { statusCode: 502, message: HTML }),
  },
  {
    name: 'sends a web page that looks well',
    script: () => answers(200, HTML, html),
    expected: () => fails('upstream_not_an_answer', { statusCode: 200, preview: HTML }),
  },
  {
    name: 'sends you elsewhere',
    script: () => answers(302, '', { location: 'http://elsewhere.example' }),
    expected: () => fails('upstream_error', { statusCode: 302 }),
  },
  {
    name: 'sends nothing',
    script: () => answers(200, '', { 'content-type': 'text/event-stream' }),
    expected: () => fails('upstream_empty_reply', { statusCode: 200, ttfbMs: null }),
  },
  {
    name: 'begins with an error',
    script: ({ format }) => streams([...OPENINGS[format], complaintOf(format, 'rate_limited').frame]),
    expected: ({ format }) =>
      fails('upstream_rate_limited', {
        statusCode: 200,
        message: `upstream says ${complaintOf(format, 'rate_limited').type}`,
      }),
  },
  {
    name: 'ends with an error',
    script: (dialect, model) =>
      streams([split(dialect, model).begun, complaintOf(dialect.format, 'broken').frame]),
    expected: ({ format }) => ({
      ok: false,
      errorCode: 'upstream_error',
      message: `upstream says ${complaintOf(format, 'broken').type}`,
      statusCode: 200,
    }),
  },
  {
    name: 'sends an error in place of a stream',
    script: ({ format }) => answers(200, complaintOf(format, 'broken').document),
    expected: ({ format }) =>
      fails('upstream_error', {
        statusCode: 200,
        message: `upstream says ${complaintOf(format, 'broken').type}`,
      }),
  },
  {
    name: 'hangs up',
    script: () => closesBeforeHeaders,
    expected: () => fails('upstream_closed_early', { statusCode: null, ttfbMs: null, usage: null }),
  },
  {
    name: 'hangs up after its headers',
    script: () => closesAfterHeaders,
    expected: () => fails('upstream_closed_early', { statusCode: 200 }),
  },
  {
    name: 'breaks off',
    script: (dialect, model) => streamsThen([split(dialect, model).begun], (res) => res.socket?.destroy()),
    expected: () => ({ ok: false, errorCode: 'upstream_closed_early', statusCode: 200 }),
  },
  {
    name: 'ends in the middle',
    script: (dialect, model) => streams([split(dialect, model).begun]),
    expected: () => ({ ok: false, errorCode: 'upstream_closed_early', statusCode: 200 }),
  },
  {
    name: 'sends garbage',
    script: () => sendsRaw('\u0001\u0002 SSH-2.0-x\r\n\r\n'),
    expected: () => fails('upstream_bad_response', { statusCode: null }),
  },
  {
    name: 'never answers',
    script: () => neverAnswers,
    expected: () => fails('upstream_first_byte_timeout', { statusCode: null, ttfbMs: null }),
  },
  {
    name: 'stalls after its headers',
    script: () => stallsAfterHeaders,
    expected: () => fails('upstream_first_byte_timeout', { statusCode: 200, ttfbMs: null }),
  },
  {
    name: 'stalls in the middle',
    script: (dialect, model) => streamsThen([split(dialect, model).begun], () => undefined),
    expected: () => ({
      ok: false,
      errorCode: 'upstream_request_timeout',
      statusCode: 200,
      ttfbMs: expect.any(Number),
    }),
  },
];

describe.concurrent.each(DIALECTS)('a $format provider that', (dialect) => {
  it.each(FAILURES)('$name is a result', async ({ script, expected }) => {
    const model = unique('fails');
    rig.upstream.script(model, script(dialect, model));
    const result = await rig.testDraft({ type: dialect.providerType, model });
    expect(result).toMatchObject({ upstreamModel: model, route: 'direct', ...expected(dialect) });
    expect(result.message).toMatch(/\S/);
    expect(result.durationMs).toBeLessThan(TEST_LIMIT_MS + 500);
  });

  it('shows what had been said until then', async () => {
    const model = unique('partial');
    const { begun } = split(dialect, model);
    rig.upstream.script(
      model,
      streamsThen([begun], (res) => res.socket?.destroy()),
    );
    const { preview } = await rig.testDraft({ type: dialect.providerType, model });
    expect(preview).toMatch(dialect.format === 'anthropic' ? /^$/ : TEXT);
  });

  it('answers in one piece although a stream was asked for is fine', async () => {
    const model = unique('piece');
    rig.upstream.script(model, answers(200, dialect.reply(model)));
    const { outputTokens } = dialect.tokens;
    expect(await rig.testDraft({ type: dialect.providerType, model })).toMatchObject({
      ok: true,
      preview: TEXT,
      usage: { outputTokens },
    });
  });

  it.each(['gzip', 'br', 'zstd', 'deflate'] as const)(
    'compresses with %s unasked is fine',
    async (encoding) => {
      const model = unique('packed');
      const whole = dialect.frames(model).join('');
      rig.upstream.script(model, answersEncoded(encoding, whole, 'text/event-stream'));
      const { ok, model: answered, preview } = await rig.testDraft({ type: dialect.providerType, model });
      expect({ ok, answered }).toEqual({ ok: true, answered: model });
      expect(preview).toMatch(new RegExp(`^${TEXT}`));
    },
  );
});

describe.concurrent('a provider that cannot be reached', () => {
  it('refuses connections', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(await rig.testDraft({ url })).toMatchObject({
      ok: false,
      statusCode: null,
      errorCode: 'upstream_unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
      ttfbMs: null,
      model: null,
      usage: null,
    });
  });

  it('refuses connections at every address of its name', async () => {
    const url = `http://localhost:${await freePort()}`;
    const { errorCode, message } = await rig.testDraft({ url });
    expect(errorCode).toBe('upstream_unreachable');
    expect(message).toContain('ECONNREFUSED');
  });

  it('shows a certificate that nobody knows', async () => {
    const origin = await PlainOrigin.start('https', {});
    const { errorCode, message } = await rig.testDraft({ url: origin.url });
    await origin.close();
    expect(errorCode).toBe('upstream_unreachable');
    expect(message).toContain('certificate');
  });
});

it('shows no more than the first 300 characters', async () => {
  const model = unique('long');
  const text = `${'\ud83d\ude80'.repeat(299)}1234567890`;
  const reply = JSON.stringify({ type: 'message', model, content: [{ type: 'text', text }] });
  rig.upstream.script(model, answers(200, reply));
  expect((await rig.testDraft({ model })).preview).toBe(`${'\ud83d\ude80'.repeat(299)}1`);
});

it('reads no more than it needs of an answer without end', async () => {
  const model = unique('endless');
  let hasLeft: Promise<boolean> | undefined;
  rig.upstream.script(model, async ({ res, closed }) => {
    hasLeft = closed;
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(dialectAt('/messages').frames(model).slice(0, 4).join(''));
    const more = () => {
      while (!res.destroyed && res.write(`: ${'x'.repeat(16_384)}\n\n`));
      res.once('drain', more);
    };
    more();
    await closed;
  });
  const result = await rig.testDraft({ model });
  expect(result).toMatchObject({ ok: true, model });
  expect(result.durationMs).toBeLessThan(TEST_LIMIT_MS);
  expect(await hasLeft).toBe(true);
});
