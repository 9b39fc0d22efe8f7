import { connect } from 'node:net';
import zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Got, send, sendRaw } from '../support/client';
import { expectHubError } from '../support/client-errors';
import { dialectOf } from '../support/fake-upstream-dialects';
import { eventually } from '../support/hub-eventually';
import { Rig, unique } from '../support/hub-rig';

const MAX_BODY_BYTES = 1024 * 1024;
const QUICKLY_MS = 1500;

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start({ env: { MAX_BODY_BYTES: String(MAX_BODY_BYTES) } });
});
afterAll(() => rig?.stop());

const responses = dialectOf('openai-responses');

const ENCODERS: readonly (readonly [string, string, (bytes: Buffer) => Buffer])[] = [
  ['zstd', 'zstd', (bytes) => zlib.zstdCompressSync(bytes)],
  ['gzip', 'gzip', (bytes) => zlib.gzipSync(bytes)],
  ['GZIP in capitals', 'GZIP', (bytes) => zlib.gzipSync(bytes)],
  [
    'br',
    'br',
    (bytes) => zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 3 } }),
  ],
  ['deflate with the header of zlib', 'deflate', (bytes) => zlib.deflateSync(bytes)],
  ['deflate without it', 'deflate', (bytes) => zlib.deflateRawSync(bytes)],
];

function ask(body: Buffer, encoding: string): Promise<Got> {
  return send(rig.hub.url, {
    path: responses.path('', true),
    headers: [
      'content-type',
      'application/json',
      'content-encoding',
      encoding,
      'authorization',
      `Bearer ${rig.key}`,
    ],
    body,
  });
}

describe.each(ENCODERS)('a body in %s', (_, encoding, encode) => {
  it('goes upstream decoded, as large as it then is', async () => {
    for (const filler of ['', `"filler":"${'x'.repeat(200_000)}",`]) {
      const model = unique('encoded');
      const plain = Buffer.from(responses.request(model, true).replace('{', `{${filler}`));
      const got = await ask(encode(plain), encoding);
      expect(got.status).toBe(200);
      expect(got.body.toString()).toBe(responses.frames(model).join(''));
      const seen = rig.upstream.seen(model);
      expect(seen.body.equals(plain)).toBe(true);
      expect(seen.headers).not.toHaveProperty('content-encoding');
      expect(seen.headers['content-length']).toBe(String(plain.length));
      expect(await rig.rowOf(got)).toMatchObject({
        status_code: 200,
        is_streaming: true,
        requested_model: model,
      });
    }
  });

  it('is refused when it is cut, altered or something else', async () => {
    const whole = encode(Buffer.from(responses.request('m', false).padEnd(40_000)));
    const altered = Buffer.from(whole);
    for (let at = 12; at < altered.length; at += 5) altered[at] = (altered[at] ?? 0) ^ 0x5a;
    for (const body of [
      whole.subarray(0, whole.length - 6),
      altered,
      Buffer.from('{"model":"m"}'),
      Buffer.alloc(0),
    ]) {
      const got = await ask(body, encoding);
      expectHubError(got, 'openai-responses', { status: 400, code: 'corrupt_body' });
      expect(await rig.rowOf(got)).toMatchObject({
        status_code: 400,
        error_code: 'corrupt_body',
        outcome: 'refused',
      });
    }
  });

  it('is refused quickly when it unfolds to more than is allowed', async () => {
    const bomb = encode(Buffer.alloc(10 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(MAX_BODY_BYTES / 10);
    const startedAt = performance.now();
    const got = await ask(bomb, encoding);
    expect(performance.now() - startedAt).toBeLessThan(QUICKLY_MS);
    expectHubError(got, 'openai-responses', { status: 413, code: 'body_too_large' });
    expect(await rig.rowOf(got)).toMatchObject({ status_code: 413, error_code: 'body_too_large' });
  });

  it('may be exactly as large as is allowed', async () => {
    const model = unique('exact');
    const plain = Buffer.from(responses.request(model, false).padEnd(MAX_BODY_BYTES - 12)); // 12 more bytes in UTF-8
    const padded = Buffer.concat([plain, Buffer.alloc(MAX_BODY_BYTES - plain.length, 32)]);
    expect(padded).toHaveLength(MAX_BODY_BYTES);
    expect((await ask(encode(padded), encoding)).status).toBe(200);
    const larger = Buffer.concat([padded, Buffer.from(' ')]);
    expect((await ask(encode(larger), encoding)).status).toBe(413);
  });
});

it('a bomb of 300 MB costs the hub no memory worth mentioning', async () => {
  const bomb = zlib.zstdCompressSync(Buffer.alloc(300 * 1024 * 1024));
  const startedAt = performance.now();
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask(bomb, 'zstd')));
  expect(answers.map((got) => got.status)).toEqual([413, 413, 413, 413, 413]);
  expect(performance.now() - startedAt).toBeLessThan(3 * QUICKLY_MS);
});

it.each(['compress', 'gzip, br', 'snappy', '__proto__'])('the encoding %s is refused', async (encoding) => {
  const got = await ask(Buffer.from('{"model":"m"}'), encoding);
  expectHubError(got, 'openai-responses', { status: 415, code: 'unsupported_content_encoding' });
  expect(await rig.rowOf(got)).toMatchObject({ error_code: 'unsupported_content_encoding' });
});

it('identity is no encoding', async () => {
  const model = unique('identity');
  expect((await ask(Buffer.from(responses.request(model, false)), 'identity')).status).toBe(200);
});

describe('a body that is too large', () => {
  const headers = () => ['content-type', 'application/json', 'authorization', `Bearer ${rig.key}`];

  it('is refused audibly although the client sends all of it before it listens', async () => {
    const socket = connect(Number(new URL(rig.hub.url).port), '127.0.0.1');
    const failures: Error[] = [];
    socket.on('error', (error) => failures.push(error));
    socket.pause();
    socket.write(
      `POST /v1/responses HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${rig.key}\r\n` +
        `content-type: application/json\r\ncontent-length: ${8 * MAX_BODY_BYTES}\r\n\r\n`,
    );
    // More than the kernel keeps for a receiver that has stopped reading.
    await new Promise<void>((resolve) => {
      socket.on('close', resolve);
      socket.write(Buffer.alloc(8 * MAX_BODY_BYTES, 32), () => resolve());
    });
    let reply = '';
    socket.on('data', (chunk) => (reply += chunk.toString('latin1')));
    socket.resume();
    await eventually('the answer or the end', () =>
      reply.includes('}') || socket.destroyed ? true : undefined,
    );
    socket.destroy();
    expect(failures).toEqual([]);
    expect(reply).toMatch(/^HTTP\/1\.1 413 /);
    expect(reply).toContain('x-hub-error: body_too_large');
  });

  it('is refused in chunks as well', async () => {
    for (let round = 0; round < 10; round += 1) {
      const got = await send(rig.hub.url, {
        path: '/v1/responses',
        headers: headers(),
        chunks: Array.from({ length: 64 }, () => Buffer.alloc(MAX_BODY_BYTES / 8, 32)),
      });
      expectHubError(got, 'openai-responses', { status: 413, code: 'body_too_large' });
      expect(await rig.rowOf(got)).toMatchObject({ status_code: 413 });
    }
  });

  it('is refused before it is sent, when the client waits for leave', async () => {
    const reply = await sendRaw(
      rig.hub.url,
      `POST /v1/responses HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${rig.key}\r\n` +
        `content-length: ${MAX_BODY_BYTES + 1}\r\nexpect: 100-continue\r\n\r\n`,
    );
    expect(reply).toMatch(/HTTP\/1\.1 413 /);
  });

  it('is refused from strangers for their key, not for its size', async () => {
    const got = await send(rig.hub.url, {
      path: '/v1/responses',
      headers: ['content-type', 'application/json'],
      body: Buffer.alloc(8 * MAX_BODY_BYTES, 32),
    });
    expectHubError(got, 'openai-responses', { status: 401, code: 'missing_key' });
  });
});
