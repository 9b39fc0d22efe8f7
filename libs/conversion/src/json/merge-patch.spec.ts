import { describe, expect, it } from 'vitest';
import { applyMergePatch } from './merge-patch';
import { SeededJson } from './seeded-json';

type Json = Readonly<Record<string, unknown>>;

const KEYS = ['a', 'b', 'model', '__proto__'] as const;

const apply = (text: string, patch: Json) =>
  Buffer.concat(applyMergePatch([Buffer.from(text)], patch)).toString();

describe('applyMergePatch', () => {
  // The examples of RFC 7396, appendix A, whose target and patch are objects.
  it.each<[string, string, string]>([
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b"}', '{"a":null}', '{}'],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
    ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
    ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  ])('%s with %s is %s', (target, patch, result) => {
    expect(apply(target, JSON.parse(patch) as Json)).toBe(result);
  });

  it('keeps every byte of what it does not name, at every level', () => {
    const text =
      '\ufeff{ "n": 1.50e+3, "gone":[1] ,\t"t":"\\u4f60 {", "c":{ "x": 1.0 ,"big":9007199254740993},\n"m":5 } ';
    expect(apply(text, { gone: null, m: 7, c: { x: 2 } })).toBe(
      '\ufeff{ "n": 1.50e+3 ,\t"t":"\\u4f60 {","m":7,"c":{"big":9007199254740993,"x":2} } ',
    );
  });

  it.each<[string, Json, string]>([
    ['{"a":1,"b":2,"c":3}', { a: null }, '{"b":2,"c":3}'],
    ['{"a":1,"b":2,"c":3}', { b: null }, '{"a":1,"c":3}'],
    ['{"a":1,"b":2,"c":3}', { c: null }, '{"a":1,"b":2}'],
    ['{"a":1,"b":2,"c":3}', { a: null, c: null }, '{"b":2}'],
    ['{"a":1,"b":2,"c":3}', { c: null, b: null, a: null }, '{}'],
    ['{ "a":1 , "b":2 }', { a: null }, '{ "b":2 }'],
    ['{"a":1}', { missing: null }, '{"a":1}'],
  ])('takes the comma away with the member: %s with %j', (text, patch, result) => {
    expect(apply(text, patch)).toBe(result);
  });

  it('lets exactly the patched value count when a key comes twice', () => {
    expect(apply('{"a":1,"b":2,"a":3}', { a: 4 })).toBe('{"b":2,"a":4}');
    expect(apply('{"a":1,"b":2,"\\u0061":3}', { a: null })).toBe('{"b":2}');
    expect(apply('{"a":{"x":1},"a":{"y":2}}', { a: { z: 3 } })).toBe('{"a":{"y":2,"z":3}}');
  });

  it('takes no key for more than a key', () => {
    const patch =
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1}';
    expect(apply('{}', JSON.parse(patch) as Json)).toBe(patch);
    expect(apply('{"__proto__":{"a":1}}', JSON.parse(patch) as Json)).toContain('{"a":1,"polluted":true}');
    expect(apply('{"__proto__":1,"a":2}', JSON.parse('{"__proto__":null}') as Json)).toBe('{"a":2}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('leaves alone what is no object', () => {
    for (const text of ['[1]', '"x"', '{"a":', 'nonsense', '']) expect(apply(text, { a: 1 })).toBe(text);
  });

  it('gives back the same chunks when there is nothing to change', () => {
    const chunks = [Buffer.from('{"a":'), Buffer.from('1}')];
    expect(applyMergePatch(chunks, {})).toBe(chunks);
  });

  it('shares the memory of the body', () => {
    const body = Buffer.from('{"a":1,"messages":["xyz"]}');
    const patched = applyMergePatch([body], { a: 2 });
    body.write('XYZ', body.indexOf('xyz'));
    expect(Buffer.concat(patched).toString()).toBe('{"messages":["XYZ"],"a":2}');
  });

  it('agrees with a patch of the parsed document, wherever it is cut', () => {
    const json = new SeededJson(7396);
    let changed = 0;
    for (let round = 0; round < 5000; round += 1) {
      const [text, patchText] = [json.objectText(KEYS), json.objectText(KEYS)];
      if (hasBackslashInKey(text) || hasBackslashInKey(patchText)) continue;
      const patch = JSON.parse(patchText) as Json;
      const expected = mergedByTheBook(JSON.parse(text), patch);
      const chunks = json.split(Buffer.from(text), 1 + json.below(12));
      const got = Buffer.concat(applyMergePatch(chunks, patch)).toString();
      expect(sorted(JSON.parse(got)), `${text} with ${patchText}`).toEqual(sorted(expected));
      if (got !== text) changed += 1;
    }
    expect(changed).toBeGreaterThan(1000);
  });
});

// Once V8 has parsed a key that holds a backslash, it takes some keys that are spelled with escapes for that one
// (Node 24.21: `{"\\":1}`, then `{"\n":1}`), and there is nothing left to compare with.
function hasBackslashInKey(text: string): boolean {
  const strings = text.matchAll(/"((?:[^"\\]|\\.)*)"(\s*:)?/g);
  return [...strings].some(([, raw = '', colon]) => colon !== undefined && raw.includes('\\\\'));
}

/** The algorithm of RFC 7396, section 2. */
function mergedByTheBook(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const members = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) members.delete(name);
    else members.set(name, mergedByTheBook(members.get(name), value));
  }
  return Object.fromEntries(members);
}

/** Objects as lists of pairs: a comparison of objects would not see a member called `__proto__`. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const pairs = Object.entries(value).map(([name, member]) => ({ name, member: sorted(member) }));
  return pairs.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
