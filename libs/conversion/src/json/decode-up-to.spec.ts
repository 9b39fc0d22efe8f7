import { describe, expect, it } from 'vitest';
import { decodeUpTo } from './decode-up-to';
import { SeededJson } from './seeded-json';

const decode = (text: string | Buffer, most: number) => {
  const bytes = Buffer.from(text);
  return decodeUpTo([bytes.subarray(0, 3), bytes.subarray(3)], { start: 0, end: bytes.length }, most);
};

describe('decodeUpTo', () => {
  it.each<[string, number, unknown]>([
    ['{"a":[1,2]}', 11, { a: [1, 2] }],
    ['"a long text"', 7, 'a long'],
    ['"ab\\ncd"', 4, 'ab'],
    ['"ab\\ncd"', 5, 'ab\n'],
    ['"ab\\u00e9cd"', 8, 'ab'],
    ['"ab\\u00e9cd"', 9, 'abé'],
    ['"ab\\\\cd"', 4, 'ab'],
    ['[{"text":"hello"},{"text":"again"}]', 12, [{ text: 'he' }]],
    ['[{"text":"hello"},{"text":"again"}]', 17, [{ text: 'hello' }]],
    ['[{"text":"hello"},{"text":"again"}]', 23, [{ text: 'hello' }, {}]],
    ['[{"text":"hello"},{"text":"again"}]', 27, [{ text: 'hello' }, { text: '' }]],
    ['{"role":"user","content":true}', 28, { role: 'user' }],
    ['[12,345]', 6, [12]],
    ['{"a":{"b":[1]}}', 11, { a: { b: [] } }],
    ['12345', 3, undefined],
    ['{"a" "b", "c": 1}', 12, undefined],
  ])('of %s with %i bytes builds %j', (text, most, value) => {
    expect(decode(text, most)).toEqual(value);
  });

  it('builds the beginning of any document, wherever it is cut', () => {
    const json = new SeededJson(5);
    for (let round = 0; round < 300; round += 1) {
      // Written anew, so that no key comes twice.
      const whole: unknown = { values: Object.values(JSON.parse(json.objectText(['a', 'b'])) as object) };
      const bytes = Buffer.from(JSON.stringify(whole, null, json.below(3)));
      for (let most = 1; most < bytes.length; most += 1) {
        const begun = decode(bytes, most);
        expect(isBeginning(begun, whole), `${bytes.toString()} up to ${most}: ${JSON.stringify(begun)}`).toBe(
          true,
        );
      }
    }
  });

  it('is not troubled by a text of nothing but brackets', () => {
    expect(decode('['.repeat(200_000), 100_000)).toBeInstanceOf(Array);
  });
});

/** Whether one value is what another one begins with. The last character of a cut string may be half of one. */
function isBeginning(begun: unknown, whole: unknown): boolean {
  if (typeof begun === 'string' && typeof whole === 'string')
    return whole.startsWith(begun.replace(/\ufffd$|[\ud800-\udfff]$/, ''));
  if (Array.isArray(begun) && Array.isArray(whole))
    return begun.every((element, at) => isBeginning(element, whole[at]));
  if (!isObject(begun) || !isObject(whole)) return begun === whole;
  return Object.entries(begun).every(([key, value]) => isBeginning(value, whole[key]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
