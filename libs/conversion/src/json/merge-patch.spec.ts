import { describe, expect, it } from 'vitest';
import { applyMergePatch } from './merge-patch';
import { replaceMember } from './replace-member';
import { SeededJson } from './seeded-json';

const apply = (text: string, patch: Record<string, unknown>) =>
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
    expect(JSON.parse(apply(target, JSON.parse(patch) as Record<string, unknown>))).toEqual(
      JSON.parse(result),
    );
  });

  it('keeps the bytes of every value that it does not name', () => {
    const text = '{ "n": 1.50e+3, "big":9007199254740993 ,"t":"\\u4f60 {", "max_tokens":5 }';
    expect(apply(text, { max_tokens: 7 })).toBe(
      '{"n":1.50e+3,"big":9007199254740993,"t":"\\u4f60 {","max_tokens":7}',
    );
  });

  it('lets exactly the patched value count when a key comes twice', () => {
    expect(JSON.parse(apply('{"a":1,"b":2,"a":3}', { a: 4 }))).toEqual({ a: 4, b: 2 });
    expect(apply('{"a":1,"b":2,"a":3}', { a: null })).toBe('{"b":2}');
  });

  it('takes no key for more than a key', () => {
    const patch = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}') as Record<string, unknown>;
    expect(apply('{}', patch)).toBe('{"__proto__":{"polluted":true},"constructor":1}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('leaves alone what is no object', () => {
    for (const text of ['[1]', '"x"', '{"a":', 'nonsense']) expect(apply(text, { a: 1 })).toBe(text);
  });

  it('agrees with a patch of the parsed document, wherever it is cut', () => {
    const json = new SeededJson(7396);
    let compared = 0;
    for (let round = 0; round < 3000; round += 1) {
      const text = json.objectText(['a', 'b', 'model']);
      const document = parsed(text);
      if (!document) continue;
      const patch = { a: null, b: { c: json.below(9) }, model: 'x' };
      const expected = Object.fromEntries(Object.entries(document).filter(([key]) => key !== 'a'));
      const { b } = expected;
      const isMerged = typeof b === 'object' && b !== null && !Array.isArray(b);
      expected['b'] = isMerged ? { ...b, c: patch.b.c } : { c: patch.b.c };
      expected['model'] = 'x';
      const got = Buffer.concat(applyMergePatch(json.split(Buffer.from(text), 9), patch)).toString();
      expect(JSON.parse(got), text).toEqual(expected);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(1000);
  });
});

describe('replaceMember', () => {
  it('changes the one value and no other byte, wherever the body is cut', () => {
    const text = '{ "messages":[{"model":"decoy"}],\n "model" : "old",  "x":"\\u4f60" }';
    const wanted = text.replace('"old"', '"a \\"new\\" one"');
    const json = new SeededJson(1);
    for (let round = 0; round < 200; round += 1) {
      const chunks = json.split(Buffer.from(text), 1 + json.below(20));
      expect(Buffer.concat(replaceMember(chunks, 'model', 'a "new" one')).toString()).toBe(wanted);
    }
  });

  it('replaces the last of two, which is the one that counts', () => {
    const chunks = [Buffer.from('{"model":"a","model":"b"}')];
    expect(Buffer.concat(replaceMember(chunks, 'model', 'c')).toString()).toBe('{"model":"a","model":"c"}');
  });

  it('leaves alone what has no such member', () => {
    const chunks = [Buffer.from('{"a":1}')];
    expect(replaceMember(chunks, 'model', 'c')).toBe(chunks);
  });
});

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
