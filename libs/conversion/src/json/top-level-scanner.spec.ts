import { describe, expect, it } from 'vitest';
import { parsedMembers } from './parsed-members';
import { SeededJson } from './seeded-json';
import { decodeRange } from './slice-chunks';
import { scanTopLevel } from './top-level';
import { TopLevelScanner } from './top-level-scanner';

const KEYS = ['model', 'stream', 'usage', 'metadata'] as const;
const WANTED: ReadonlySet<string> = new Set(KEYS);

function scanChunks(chunks: readonly Buffer[], wanted = WANTED) {
  const scanner = new TopLevelScanner(wanted);
  for (const chunk of chunks) scanner.push(chunk);
  return scanner.end();
}

/** Every wanted member, built, or why there is none. */
function membersOf(chunks: readonly Buffer[]): Record<string, unknown> | string {
  const scan = scanChunks(chunks);
  if (!scan.ok) return scan.reason;
  return Object.fromEntries([...scan.values].map(([key, range]) => [key, decodeRange(chunks, range)]));
}

/** What the scan of the whole body says, in the scanner's form. */
function wholeScan(body: Buffer) {
  const scan = scanTopLevel(body, WANTED);
  return scan.ok ? { ok: true, values: scan.values } : scan;
}

const bytesOf = (body: Buffer) => Array.from(body, (_byte, at) => body.subarray(at, at + 1));

/** The body split in two at every place, and into single bytes. */
function splitsOf(body: Buffer): Buffer[][] {
  const pairs = Array.from({ length: body.length + 1 }, (_, at) => [body.subarray(0, at), body.subarray(at)]);
  return [...pairs, bytesOf(body)];
}

describe('TopLevelScanner', () => {
  it.each([
    ['an empty object', ' { } ', {}],
    ['a byte order mark', '\ufeff {"model":"m"}', { model: 'm' }],
    ['white space everywhere', '\r\n{\t"model" : "m" , "stream" : true }\n', { model: 'm', stream: true }],
    ['literals and numbers', '{"model":null,"stream":false,"usage":-12.5e+30}', { model: null, stream: false, usage: -12.5e30 }], // prettier-ignore
    ['escaped keys', '{"mod\\u0065l":"m","\\u0073tream":true}', { model: 'm', stream: true }],
    ['keys that are not wanted', '{"mode":1,"models":2,"m\\\\odel":3,"mödel":4,"😀":5}', {}],
    ['escaped quotes', '{"a":"\\"","b":"\\\\\\"","model":"m\\\\"}', { model: 'm\\' }],
    [
      'runs of backslashes',
      '{"a":"\\\\\\\\","b":"\\\\\\\\\\"\\\\","model":"\\\\\\\\\\"m"}',
      { model: '\\\\"m' },
    ],
    ['escaped quotes below', '{"a":[{"x":"\\\\\\"}]{"},"\\"\\\\"],"model":"m"}', { model: 'm' }],
    ['nested look-alikes', '{"a":{"model":"no","b":[{"model":"no"}]},"model":"m"}', { model: 'm' }],
    ['look-alikes in strings', '{"a":"\\"model\\":\\"no\\"}","model":"m","b":"{["}', { model: 'm' }],
    ['UTF-8', '{"日本":"日","model":"mödel 😀","metadata":{"é":["é"]}}', { model: 'mödel 😀', metadata: { é: ['é'] } }], // prettier-ignore
    ['duplicate keys', '{"model":"a","model":"b","mod\\u0065l":"c","stream":1,"stream":2}', { model: 'c', stream: 2 }], // prettier-ignore
  ])('reads %s wherever the body is split', (_name, text, members) => {
    const body = Buffer.from(text);
    const whole = wholeScan(body);
    for (const chunks of splitsOf(body)) {
      expect(membersOf(chunks), chunks.join('|')).toEqual(members);
      expect(scanChunks(chunks), chunks.join('|')).toEqual(whole);
    }
  });

  it.each([
    ['nothing', ''],
    ['white space only', ' \n '],
    ['a byte order mark only', '\ufeff'],
    ['two byte order marks', '\ufeff\ufeff{}'],
    ['half a byte order mark', Buffer.from([0xef, 0xbb, 0x7b, 0x7d])],
    ['a byte order mark behind a space', ' \ufeff{}'],
    ['a web page', '<html></html>'],
    ['an unclosed object', '{"model":"m"'],
    ['an unclosed string', '{"model":"m}'],
    ['an unclosed key', '{"model'],
    ['an unended number', '{"model":12'],
    ['a string closed by an escaped quote only', '{"model":"m\\\\\\"}'],
    ['brackets of different kinds', '{"a":[1,2},"model":"m"}'],
    ['too many closing brackets', '{"a":{}}}'],
    ['text after the object', '{"model":"m"} x'],
    ['a missing colon', '{"model" "m"}'],
    ['a missing comma', '{"a":1 "model":"m"}'],
    ['a trailing comma', '{"model":"m",}'],
    ['a leading comma', '{,"model":"m"}'],
    ['a bare key', '{model:"m"}'],
    ['no value', '{"model":}'],
    ['a misspelled literal', '{"model":ture}'],
    ['two literals in one', '{"model":nullnull}'],
    ['a number with a leading zero', '{"a":01}'],
    ['a number in pieces', '{"a":1 2}'],
    ['an invalid escape in a key', '{"mo\\qdel":"m"}'],
    ['a control character in an escaped key', '{"a\n\\u0062":1}'],
    ['UTF-16', Buffer.from('{"model":"m"}', 'utf16le')],
  ])('calls %s malformed wherever it is split', (_name, text) => {
    for (const chunks of splitsOf(Buffer.from(text)))
      expect(scanChunks(chunks), chunks.join('|')).toEqual({ ok: false, reason: 'malformed' });
  });

  it.each(['[{"model":"m"}]', '\ufeff "model"', '12', '-1', 'true', 'null', ' [} '])(
    'says that %s is no object wherever it is split',
    (text) => {
      for (const chunks of splitsOf(Buffer.from(text)))
        expect(scanChunks(chunks), chunks.join('|')).toEqual({ ok: false, reason: 'not_an_object' });
    },
  );

  it('agrees with JSON.parse on thousands of generated objects in random pieces', () => {
    const generator = new SeededJson(20261126);
    let found = 0;
    for (let round = 0; round < 6000; round += 1) {
      const body = Buffer.from((generator.below(9) === 0 ? '\ufeff' : '') + generator.objectText(KEYS));
      const chunks = round % 6 === 0 ? bytesOf(body) : generator.split(body, generator.pick([3, 9, 40]));
      const expected = parsedMembers(body, WANTED);
      expect(expected, String(body)).toBeDefined();
      expect(membersOf(chunks), chunks.join('|')).toEqual(expected);
      found += Object.keys(expected ?? {}).length;
    }
    expect(found).toBeGreaterThan(6000);
  });

  it('says of broken documents in random pieces what it says of them as a whole', () => {
    const generator = new SeededJson(11);
    let refused = 0;
    for (let round = 0; round < 10_000; round += 1) {
      const body = Buffer.from(generator.damaged(generator.objectText(KEYS)));
      const chunks = round % 6 === 0 ? bytesOf(body) : generator.split(body, generator.pick([3, 9, 40]));
      const scan = scanChunks(chunks);
      expect(scan, chunks.join('|')).toEqual(wholeScan(body));
      const expected = parsedMembers(body, WANTED);
      if (expected !== undefined) expect(membersOf(chunks), chunks.join('|')).toEqual(expected);
      if (!scan.ok) refused += 1;
    }
    expect(refused).toBeGreaterThan(3000);
  });

  it('reads a chunk of any size, wherever its inner pieces meet', () => {
    const rest = String.raw`\\\"","m\u006fdel":"m\"日","usage":{"a":["\\"]},"stream":-12.5e3}`;
    for (let length = 65_400; length < 65_540; length += 1) {
      const body = Buffer.from(`{"pad":"${'x'.repeat(length)}${rest}`);
      expect(membersOf([body, Buffer.from(' ')])).toEqual({
        model: 'm"日',
        usage: { a: ['\\'] },
        stream: -12_500,
      });
    }
  });

  it('reads keys and numbers that run over many chunks', () => {
    const key = 'k'.repeat(200_000);
    const body = Buffer.from(`{"${key}":1,"model":1${'0'.repeat(200_000)}.5,"\\u006b${key.slice(1)}":"é"}`);
    const chunks = new SeededJson(3).split(body, 40_000);
    const scan = scanChunks(chunks, new Set([key, 'model']));
    const lengths = scan.ok && [...scan.values].map(([name, { start, end }]) => [name.length, end - start]);
    expect(lengths).toEqual([
      [200_000, 4],
      [5, 200_003],
    ]);
    expect(scan.ok && decodeRange(chunks, scan.values.get(key))).toBe('é');
  });

  it.each([
    [9999, true],
    [10_000, true],
    [10_001, false],
  ])('bounds nesting: %i brackets', (depth, ok) => {
    const body = Buffer.from(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    expect(scanChunks(new SeededJson(5).split(body, 900)).ok).toBe(ok);
  });

  it.each(['{"a":[}', '{"a" 1', '{} {', '[', '<', '{"a":01,', '{"\\q":'])(
    'does not look at what follows %s',
    (start) => {
      const scanner = new TopLevelScanner(WANTED);
      scanner.push(Buffer.from(start));
      const unread = Buffer.from('{"model":"m"}');
      unread.toString = () => expect.unreachable('the chunk was read');
      scanner.push(unread);
      expect(scanner.end().ok).toBe(false);
    },
  );

  it('stops in the middle of a large chunk that is broken', () => {
    const chunk = Buffer.from(`<${' '.repeat(300_000)}`);
    const read = chunk.toString.bind(chunk);
    let reads = 0;
    chunk.toString = (...range) => {
      reads += 1;
      return read(...range);
    };
    expect(scanChunks([chunk]).ok).toBe(false);
    expect(reads).toBe(1);
  });
});
