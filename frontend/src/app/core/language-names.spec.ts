import { describe, expect, it } from 'vitest';
import { guessLanguage } from './language-names';

describe('guessLanguage', () => {
  it.each([
    ['a remembered choice wins', 'en', ['zh-CN'], 'en'],
    ['an unknown remembered value is ignored', 'fr', ['zh-TW'], 'zh-CN'],
    ['any Chinese maps to ours', null, ['zh-Hant-HK', 'en'], 'zh-CN'],
    ['the first language we speak', null, ['fr', 'en-GB', 'zh'], 'en'],
    ['nothing we speak', null, ['ja'], 'en'],
  ] as const)('%s', (_name, stored, wanted, expected) => {
    expect(guessLanguage(stored, wanted)).toBe(expected);
  });
});
