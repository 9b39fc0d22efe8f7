import { describe, expect, it } from 'vitest';
import { parsedMembers } from './parsed-members';
import { SeededJson } from './seeded-json';
import { decodeString, decodeValue, scanArrayText, scanTopLevel } from './top-level';

const KEYS = ['model', 'stream', 'usage', 'metadata'] as const;
const WANTED: ReadonlySet<string> = new Set(KEYS);

/** Every wanted member, built; undefined when the scan refuses. */
function membersOf(text: string | Buffer): Record<string, unknown> | undefined {
  const body = Buffer.from(text);
  const scan = scanTopLevel(body, WANTED);
  if (!scan.ok) return undefined;
  return Object.fromEntries([...scan.values].map(([key, range]) => [key, decodeValue(body, range)]));
}

describe('scanTopLevel', () => {
  it.each([
    [
      'an ordinary body',
      '{"model":"m","stream":true,"messages":[{"role":"user"}]}',
      { model: 'm', stream: true },
    ],
    [
      'white space everywhere',
      ' {\r\n\t"model" : "m" , "stream" : false } \n',
      { model: 'm', stream: false },
    ],
    ['an empty object', '{}', {}],
    ['a byte order mark', '\ufeff{"model":"m"}', { model: 'm' }],
    ['an escaped key', '{"mod\\u0065l":"m"}', { model: 'm' }],
    ['the last of duplicate keys', '{"model":"a","model":"b","mod\\u0065l":"c"}', { model: 'c' }],
    [
      'a nested key of the same name',
      '{"tool":{"model":"no","x":[{"model":"no"}]},"model":"m"}',
      { model: 'm' },
    ],
    ['the name inside a string', '{"text":"\\"model\\":\\"no\\"","model":"m"}', { model: 'm' }],
    ['the name as a value', '{"a":"model","model":"m"}', { model: 'm' }],
    ['a string that ends in a backslash', '{"a":"x\\\\","model":"m"}', { model: 'm' }],
    ['an escaped backslash before a quote', '{"a":"x\\\\\\"","model":"m"}', { model: 'm' }],
    ['brackets inside strings', '{"a":"}]{[","model":"m"}', { model: 'm' }],
    ['a value beyond ASCII', '{"a":"日本","model":"mödel 😀"}', { model: 'mödel 😀' }],
    [
      'object and array values',
      '{"metadata":{"user_id":"u"},"usage":[1,{"a":2}]}',
      { metadata: { user_id: 'u' }, usage: [1, { a: 2 }] },
    ],
    ['null', '{"model":null}', { model: null }],
    ['a key named __proto__', '{"__proto__":{"model":"no"},"model":"m"}', { model: 'm' }],
  ])('reads %s', (_name, text, members) => {
    expect(membersOf(text)).toEqual(members);
  });

  it.each([
    ['nothing', ''],
    ['only white space', ' \n'],
    ['a web page', '<html></html>'],
    ['an unclosed object', '{"model":"m"'],
    ['an unclosed string', '{"model":"m}'],
    ['a string closed by an escaped quote only', '{"model":"m\\"}'],
    ['brackets of different kinds', '{"a":[1,2},"model":"m"}'],
    ['too many closing brackets', '{"a":{}}}'],
    ['text after the object', '{"model":"m"} x'],
    ['a second object', '{"model":"m"}{}'],
    ['a missing colon', '{"model" "m"}'],
    ['a missing comma', '{"a":1 "model":"m"}'],
    ['a trailing comma', '{"model":"m",}'],
    ['a leading comma', '{,"model":"m"}'],
    ['a bare key', '{model:"m"}'],
    ['a bare value', '{"model":m}'],
    ['no value', '{"model":}'],
    ['a number with a leading zero', '{"a":01}'],
    ['single quotes', "{'model':'m'}"],
    ['a comment', '{"model":"m"/* x */}'],
    ['an invalid escape in a key', '{"mo\\qdel":"m"}'],
    ['UTF-16', Buffer.from('{"model":"m"}', 'utf16le')],
    ['a hundred thousand open brackets', `{"a":${'['.repeat(100_000)}`],
  ])('calls %s malformed', (_name, text) => {
    expect(scanTopLevel(Buffer.from(text), WANTED)).toEqual({ ok: false, reason: 'malformed' });
  });

  it.each([['[{"model":"m"}]'], ['"model"'], ['12'], ['-1'], ['true'], ['null'], [' [] ']])(
    'says that %s is no object',
    (text) => {
      expect(scanTopLevel(Buffer.from(text), WANTED)).toEqual({ ok: false, reason: 'not_an_object' });
    },
  );

  it('agrees with JSON.parse on thousands of generated objects', () => {
    const generator = new SeededJson(20261125);
    let found = 0;
    for (let round = 0; round < 5000; round += 1) {
      const text = generator.objectText(KEYS);
      const expected = parsedMembers(text, WANTED);
      expect(expected, text).toBeDefined();
      expect(membersOf(text), text).toEqual(expected);
      found += Object.keys(expected ?? {}).length;
    }
    expect(found).toBeGreaterThan(5000);
  });

  it('never throws on broken documents and never refuses what JSON.parse accepts', () => {
    const generator = new SeededJson(7);
    let refused = 0;
    for (let round = 0; round < 10_000; round += 1) {
      const broken = generator.damaged(generator.objectText(KEYS));
      const expected = parsedMembers(broken, WANTED);
      const members = membersOf(broken);
      if (expected !== undefined) expect(members, broken).toEqual(expected);
      if (members === undefined) refused += 1;
    }
    expect(refused).toBeGreaterThan(3000);
  });
});

describe('decodeString', () => {
  it.each([
    ['"plain"', 'plain'],
    ['"mod\\u00e9l \\n"', 'modél \n'],
    ['"日本 😀"', '日本 😀'],
    ['17', undefined],
    ['{"a":1}', undefined],
    ['"bad \\q escape"', undefined],
    ['"raw \n newline"', undefined],
  ])('reads %s', (value, expected) => {
    const scan = scanTopLevel(Buffer.from(`{"a":"é","model":${value}}`), WANTED);
    expect(scan.ok && decodeString(scan, scan.values.get('model'))).toBe(expected);
  });

  it('answers undefined for a member that is not there', () => {
    const scan = scanTopLevel(Buffer.from('{}'), WANTED);
    expect(scan.ok && decodeString(scan, scan.values.get('model'))).toBe(undefined);
  });
});

describe('scanArrayText', () => {
  it.each([
    ['[]', [], true],
    [' [ ] ', [], true],
    ['[1,"a,]",{"b":[2]} , null]', ['1', '"a,]"', '{"b":[2]}', 'null'], true],
    ['[1,', ['1'], false],
    ['[1,]', ['1'], false],
    ['[1,{"a":', ['1'], false],
    ['[1}', ['1'], false],
    ['[1,2', ['1'], false],
    ['[,1]', [], false],
    ['[1] 2', ['1'], false],
  ])('finds the elements of %s', (text, elements, isComplete) => {
    const scan = scanArrayText(text);
    expect(scan?.elements.map(({ start, end }) => text.slice(start, end))).toEqual(elements);
    expect(scan?.isComplete).toBe(isComplete);
  });

  it.each([['{}'], [''], ['1']])('refuses %s', (text) => {
    expect(scanArrayText(text)).toBeUndefined();
  });
});
