import { LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { describe, expect, it } from 'vitest';
import { fromPairs, headersFault, overridesFault, toJsonText, toPairs } from './request-changes';

describe('headersFault', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['good names', ['X-Team', 'anthropic-beta'], undefined],
    ['no name', [''], 'header_nameless'],
    ['a space', ['x team'], 'header_name'],
    ['a name without end', ['x'.repeat(TEXT_LENGTHS.headerName + 1)], 'header_name'],
    ['one of the hub', ['Authorization'], 'header_reserved'],
    ['one of the connection', ['Transfer-Encoding'], 'header_reserved'],
    ['one that is there twice', ['x-a', 'X-A'], 'header_twice'],
    ['too many', Array.from({ length: LIST_LENGTHS.headers + 1 }, (_, at) => `x-${at}`), 'too_many'],
  ])('%s', (_name, names, kind) => {
    expect(headersFault(names.map((name) => ({ name, value: 'v' })))?.kind).toBe(kind);
  });

  it.each([
    ['nothing', '', undefined],
    ['a masked secret', '****', undefined],
    ['Latin-1', 'café', undefined],
    ['Chinese', '平台', 'header_value'],
    ['a line break', 'a\nb', 'header_value'],
    ['a value without end', 'v'.repeat(TEXT_LENGTHS.headerValue + 1), 'header_value'],
  ])('%s as a value', (_name, value, kind) => {
    expect(headersFault([{ name: 'x-a', value }])?.kind).toBe(kind);
  });

  it('says which row has no name', () => {
    const pairs = [
      { name: 'x-a', value: 'v' },
      { name: ' ', value: 'v' },
    ];
    expect(headersFault(pairs)).toEqual({ kind: 'header_nameless', number: 2 });
  });
});

it.each<[string, string | undefined]>([
  ['', undefined],
  ['{"max_tokens": 5}', undefined],
  ['{"thinking": null}', undefined],
  ['{"max_tokens":', 'not_json'],
  ['[1]', 'not_json'],
  ['null', 'not_json'],
  ['{"model":"x"}', 'override_reserved'],
])('overrides %j', (text, kind) => expect(overridesFault(text)?.kind).toBe(kind));

it('counts the overrides as they are sent, not as they are laid out', () => {
  const value = { a: 'x'.repeat(TEXT_LENGTHS.parameterOverrides - '{"a":""}'.length) };
  expect(overridesFault(JSON.stringify(value, undefined, 40))).toBeUndefined();
  expect(overridesFault(JSON.stringify({ a: `${value.a}x` }))?.kind).toBe('too_long');
});

it('turns headers into rows and back', () => {
  const headers = { 'X-Team': 'a', 'x-secret': '****' };
  expect(fromPairs(toPairs(headers))).toEqual(headers);
});

it('shows no overrides as nothing', () => {
  expect(toJsonText({})).toBe('');
  expect(JSON.parse(toJsonText({ a: 1 }))).toEqual({ a: 1 });
});
