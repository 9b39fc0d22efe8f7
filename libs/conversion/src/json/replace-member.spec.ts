import { describe, expect, it } from 'vitest';
import { parsedMembers } from './parsed-members';
import { replaceMember } from './replace-member';
import { SeededJson } from './seeded-json';

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

  it.each(['{"a":1}', '[{"model":"a"}]', '{"model":"a"', ''])('leaves alone %j', (text) => {
    const chunks = [Buffer.from(text)];
    expect(replaceMember(chunks, 'model', 'c')).toBe(chunks);
  });

  it('makes the new value count in any document', () => {
    const json = new SeededJson(17);
    const wanted = new Set(['model', 'other']);
    let replaced = 0;
    for (let round = 0; round < 5000; round += 1) {
      const text = json.objectText(['model', 'other']);
      const before = parsedMembers(text, wanted) ?? {};
      const chunks = json.split(Buffer.from(text), 1 + json.below(12));
      const got = Buffer.concat(replaceMember(chunks, 'model', 'new "model"')).toString();
      if (!Object.hasOwn(before, 'model')) expect(got).toBe(text);
      else expect(parsedMembers(got, wanted), text).toEqual({ ...before, model: 'new "model"' });
      if (got !== text) replaced += 1;
    }
    expect(replaced).toBeGreaterThan(1500);
  });
});
