import type { FailureReason } from '@cch/contracts/failure-reasons';
import type { WireFormat } from '@cch/contracts/wire-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintOf, type ComplaintKind, OPENINGS, SPARSE_ANSWERS } from '../support/failing-answers';
import type { Script } from '../support/fake-upstream';
import { DIALECTS, dialectOf } from '../support/fake-upstream-dialects';
import {
  answers,
  closesAfterHeaders,
  closesBeforeHeaders,
  neverAnswers,
  sendsRaw,
  stallsAfterHeaders,
  streams,
  streamsThen,
} from '../support/fake-upstream-scripts';
import { FailingPair } from '../support/failing-pair';
import { freePort } from '../support/hub';

/** What the hub does about a failure of the provider that comes first; another one is healthy. */
interface Expected {
  readonly reason: FailureReason;
  /** Requests that reach the failing provider. */
  readonly calls: number;
  /** Whether its circuit breaker counts the request. */
  readonly counts: boolean;
  /** Whether the client gets the failing provider's own words; else the healthy one's answer. */
  readonly isReturned?: boolean;
}

type Case = readonly [name: string, script: (format: WireFormat) => Script, expected: Expected];

const HTML = '<html><body><h1>502 Bad Gateway</h1></body></html>';
const SSE = { 'content-type': 'text/event-stream' };

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (format: WireFormat): Script =>
    answers(code, complaintOf(format, 'broken').document, { 'content-type': 'application/json', ...headers });
const always = (script: Script) => () => script;
const inside = (kind: ComplaintKind) => (format: WireFormat) =>
  answers(200, complaintOf(format, kind).document);

/** Streamed or not, the same happens. */
const ANY_CALL: readonly Case[] = [
  ['400', status(400), { reason: 'invalid_request', calls: 1, counts: false, isReturned: true }],
  ['413', status(413), { reason: 'too_large', calls: 1, counts: false, isReturned: true }],
  ['422', status(422), { reason: 'invalid_request', calls: 1, counts: false, isReturned: true }],
  ['401', status(401), { reason: 'credentials', calls: 1, counts: true }],
  ['402', status(402), { reason: 'billing', calls: 1, counts: true }],
  ['403', status(403), { reason: 'forbidden', calls: 1, counts: true }],
  ['404', status(404), { reason: 'not_found', calls: 1, counts: false }],
  ['408', status(408), { reason: 'late_request', calls: 2, counts: true }],
  ['429', status(429), { reason: 'rate_limited', calls: 1, counts: false }],
  [
    '429 with Retry-After',
    status(429, { 'retry-after': '30' }),
    { reason: 'rate_limited', calls: 1, counts: false },
  ],
  ['500', status(500), { reason: 'server_error', calls: 2, counts: true }],
  ['502', status(502), { reason: 'server_error', calls: 2, counts: true }],
  ['503', status(503), { reason: 'server_error', calls: 2, counts: true }],
  [
    '503 with Retry-After',
    status(503, { 'retry-after': '5' }),
    { reason: 'overloaded', calls: 1, counts: true },
  ],
  ['504', status(504), { reason: 'server_error', calls: 2, counts: true }],
  ['529', status(529), { reason: 'overloaded', calls: 1, counts: true }],
  ['a redirect', status(302), { reason: 'unexpected_status', calls: 1, counts: true }],
  [
    'a connection closed before headers',
    always(closesBeforeHeaders),
    { reason: 'closed_early', calls: 2, counts: false },
  ],
  [
    'a connection closed after headers',
    always(closesAfterHeaders),
    { reason: 'closed_early', calls: 2, counts: false },
  ],
  [
    'garbage',
    always(sendsRaw('\u0001\u0002 SSH-2.0\r\n\r\n')),
    { reason: 'bad_response', calls: 2, counts: false },
  ],
  ['an HTML page with 200', always(answers(200, HTML, { 'content-type': 'text/html' })), notAnAnswer()],
  ['an HTML page with 502', always(answers(502, HTML, { 'content-type': 'text/html' })), serverError()],
  ['nothing at all with 200', always(answers(200, '')), { reason: 'empty_reply', calls: 2, counts: true }],
  ['an overload inside a 200', inside('overloaded'), { reason: 'overloaded', calls: 1, counts: true }],
  ['a rate limit inside a 200', inside('rate_limited'), { reason: 'rate_limited', calls: 1, counts: false }],
  ['a server error inside a 200', inside('broken'), serverError()],
  [
    'a refusal inside a 200',
    inside('refused'),
    { reason: 'invalid_request', calls: 1, counts: false, isReturned: true },
  ],
];

const begun =
  (then: (format: WireFormat) => readonly string[] = () => []) =>
  (format: WireFormat): Script =>
    streams([...OPENINGS[format], ...then(format)]);
const complains = (kind: ComplaintKind) => begun((format) => [complaintOf(format, kind).frame]);

const STREAMED: readonly Case[] = [
  ['never answers', always(neverAnswers), { reason: 'first_byte_timeout', calls: 1, counts: true }],
  [
    'stalls after its headers',
    always(stallsAfterHeaders),
    { reason: 'first_byte_timeout', calls: 1, counts: true },
  ],
  [
    'an empty stream',
    always(streams([], { headers: SSE })),
    { reason: 'empty_reply', calls: 2, counts: true },
  ],
  [
    'only comments',
    always(streams([': hello\n\n', ': bye\n\n'])),
    { reason: 'empty_reply', calls: 2, counts: true },
  ],
  ['ends before any content', begun(), { reason: 'empty_reply', calls: 2, counts: true }],
  [
    'breaks before any content',
    (format) => streamsThen(OPENINGS[format], (res) => res.socket?.destroy()),
    { reason: 'closed_early', calls: 2, counts: false },
  ],
  [
    'stalls before any content',
    (format) => streamsThen(OPENINGS[format], () => undefined),
    { reason: 'idle_timeout', calls: 1, counts: true },
  ],
  [
    'an overload before any content',
    complains('overloaded'),
    { reason: 'overloaded', calls: 1, counts: true },
  ],
  [
    'a rate limit before any content',
    complains('rate_limited'),
    { reason: 'rate_limited', calls: 1, counts: false },
  ],
  ['a server error before any content', complains('broken'), serverError()],
  [
    'a refusal before any content',
    complains('refused'),
    { reason: 'invalid_request', calls: 1, counts: false, isReturned: true },
  ],
];

const UNSTREAMED: readonly Case[] = [
  ['never answers', always(neverAnswers), { reason: 'request_timeout', calls: 1, counts: true }],
  [
    'half a document',
    always(({ res }) => {
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      res.write('{"id":', () => res.socket?.end());
    }),
    { reason: 'closed_early', calls: 2, counts: false },
  ],
];

function serverError(): Expected {
  return { reason: 'server_error', calls: 2, counts: true };
}

function notAnAnswer(): Expected {
  return { reason: 'not_an_answer', calls: 2, counts: true };
}

// A hub for each format, because the admin API counts calls. At the same time, because some wait for a limit to pass.
describe.each(DIALECTS)('a $format client whose first provider', { concurrent: true }, (dialect) => {
  let pair: FailingPair;
  beforeAll(async () => {
    pair = await FailingPair.start();
  });
  afterAll(() => pair?.stop());

  const cases = [
    ...[...ANY_CALL, ...UNSTREAMED].map((entry) => ({ entry, isStreaming: false })),
    ...[...ANY_CALL, ...STREAMED].map((entry) => ({ entry, isStreaming: true })),
  ].map(({ entry: [name, script, expected], isStreaming }) => ({ name, script, expected, isStreaming }));

  it.each(cases)(
    'fails with "$name" (streaming: $isStreaming)',
    async ({ script, expected, isStreaming }) => {
      const lane = await pair.lane(dialect, script(dialect.format));
      const got = await lane.ask(isStreaming);

      const { reason, calls, counts, isReturned = false } = expected;
      const row = await lane.rowOf(got);
      const failed = row.provider_chain.filter((decision) => decision['failure'] !== undefined);
      expect({ calls: lane.failingCalls(), reasons: failed.map(reasonOf) }).toEqual({
        calls,
        reasons: Array.from({ length: calls }, () => reason),
      });
      expect(await lane.failures()).toBe(counts ? 1 : 0);
      if (isReturned) {
        expect(lane.healthyCalls()).toBe(0);
        expect(got.headers['x-hub-error']).toBeUndefined();
        expect(got.body.toString()).toContain('upstream says');
        expect(row).toMatchObject({
          outcome: 'failed',
          error_code: 'upstream_error',
          status_code: got.status,
        });
        return;
      }
      expect({ status: got.status, isWhole: got.isWhole, body: got.body.toString() }).toEqual({
        status: 200,
        isWhole: true,
        body: lane.goodAnswer(isStreaming),
      });
      expect(lane.healthyCalls()).toBe(1);
      expect(row).toMatchObject({
        outcome: 'answered',
        status_code: 200,
        provider_id: pair.healthyId(dialect),
        output_tokens: 37,
      });
      expect(row.provider_chain.at(-1)).toMatchObject({
        kind: 'attempt',
        number: calls + 1,
        providerId: pair.healthyId(dialect),
        outcome: 'answered',
        statusCode: 200,
      });
    },
  );

  it('cannot be reached', async () => {
    const lane = await pair.lane(dialect, neverAnswers, { url: `http://127.0.0.1:${await freePort()}` });
    const got = await lane.ask(true);
    expect(got.body.toString()).toBe(lane.goodAnswer(true));
    const row = await lane.rowOf(got);
    expect(row.provider_chain.filter(({ outcome }) => outcome === 'failed').map(reasonOf)).toEqual([
      'unreachable',
      'unreachable',
    ]);
    expect(await lane.failures()).toBe(0);
  });
});

describe('a stream that begins with little', () => {
  let pair: FailingPair;
  beforeAll(async () => {
    pair = await FailingPair.start();
  });
  afterAll(() => pair?.stop());

  it.each(SPARSE_ANSWERS)('is an answer when it is %s (%s)', async (_, format, frames) => {
    const dialect = dialectOf(format);
    const lane = await pair.lane(dialect, streams(frames));
    const got = await lane.ask(true);
    expect(got.body.toString()).toBe(frames.join(''));
    expect({ failing: lane.failingCalls(), healthy: lane.healthyCalls() }).toEqual({
      failing: 1,
      healthy: 0,
    });
    expect(await lane.failures()).toBe(0);
    expect(await lane.rowOf(got)).toMatchObject({ outcome: 'answered', status_code: 200 });
  });

  it('is let through after 64 events, so that nobody waits for ever', async () => {
    const dialect = dialectOf('anthropic');
    const pings = Array.from({ length: 70 }, () => 'event: ping\ndata: {"type":"ping"}\n\n');
    const lane = await pair.lane(
      dialect,
      streamsThen(pings, (res) => res.socket?.destroy()),
    );
    const got = await lane.ask(true);
    expect(got.body.toString().startsWith(pings.join(''))).toBe(true);
    expect(lane.healthyCalls()).toBe(0);
  });

  it('is let through after a mebibyte', async () => {
    const dialect = dialectOf('anthropic');
    const comment = `: ${'x'.repeat(65_000)}\n`;
    const parts = Array.from({ length: 20 }, () => comment);
    const lane = await pair.lane(
      dialect,
      streamsThen(parts, (res) => res.socket?.destroy()),
    );
    const got = await lane.ask(true);
    expect(got.body.length).toBeGreaterThanOrEqual(1024 * 1024);
    expect(lane.healthyCalls()).toBe(0);
  });
});

function reasonOf(decision: Readonly<Record<string, unknown>>): unknown {
  return (decision['failure'] as { reason?: unknown } | undefined)?.reason;
}
