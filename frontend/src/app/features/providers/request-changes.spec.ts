import { describe, expect, it } from 'vitest';
import { fromPairs, headersFault, overridesFault, toJsonText, toPairs } from './request-changes';

describe('headersFault', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['good names', ['X-Team', 'anthropic-beta'], undefined],
    ['no name', [''], 'header_name'],
    ['a space', ['x team'], 'header_name'],
    ['one of the hub', ['Authorization'], 'header_reserved'],
    ['one that is there twice', ['x-a', 'X-A'], 'header_twice'],
  ])('%s', (_name, names, kind) => {
    expect(headersFault(names.map((name) => ({ name, value: 'v' })))?.kind).toBe(kind);
  });
});

it.each<[string, string | undefined]>([
  ['', undefined],
  ['{"max_tokens": 5}', undefined],
  ['{"max_tokens":', 'not_json'],
  ['[1]', 'not_json'],
  ['{"model":"x"}', 'override_reserved'],
])('overrides %j', (text, kind) => expect(overridesFault(text)?.kind).toBe(kind));

it('turns headers into rows and back', () => {
  const headers = { 'X-Team': 'a', 'x-secret': '****' };
  expect(fromPairs(toPairs(headers))).toEqual(headers);
});

it('shows no overrides as nothing', () => {
  expect(toJsonText({})).toBe('');
  expect(JSON.parse(toJsonText({ a: 1 }))).toEqual({ a: 1 });
});
