import { describe, expect, it } from 'vitest';
import { decodeRange, sliceChunks } from './slice-chunks';

const chunksOf = (...texts: string[]) => texts.map((text) => Buffer.from(text));

describe('sliceChunks', () => {
  it.each([
    ['inside the first chunk', 1, 3, 'bc'],
    ['a whole chunk', 4, 8, 'efgh'],
    ['up to the end', 8, 10, 'ij'],
    ['over one border', 3, 5, 'de'],
    ['over all borders', 0, 10, 'abcdefghij'],
    ['nothing inside a chunk', 5, 5, ''],
    ['nothing at a border', 4, 4, ''],
    ['nothing at the end', 10, 10, ''],
  ])('finds %s', (_name, start, end, text) => {
    const chunks = chunksOf('abcd', '', 'efgh', 'ij');
    expect(sliceChunks(chunks, { start, end }).toString()).toBe(text);
  });

  it('shares the memory of the chunk when it is only one', () => {
    const chunks = chunksOf('abcd', 'efgh');
    sliceChunks(chunks, { start: 5, end: 8 }).write('X');
    expect(chunks.map(String)).toEqual(['abcd', 'eXgh']);
  });
});

describe('decodeRange', () => {
  it('builds a value whose UTF-8 is split', () => {
    const bytes = Buffer.from('{"a":["日本 😀"]}');
    for (let at = 0; at <= bytes.length; at += 1) {
      const chunks = [bytes.subarray(0, at), bytes.subarray(at)];
      expect(decodeRange(chunks, { start: 5, end: bytes.length - 1 })).toEqual(['日本 😀']);
    }
  });

  it.each([
    ['invalid JSON', { start: 1, end: 4 }],
    ['a member that is not there', undefined],
  ])('answers undefined for %s', (_name, range) => {
    expect(decodeRange(chunksOf('[tr', 'ux]'), range)).toBeUndefined();
  });
});
