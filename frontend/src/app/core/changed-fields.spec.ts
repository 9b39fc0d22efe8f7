import { expect, it } from 'vitest';
import { changedFields } from './changed-fields';

it.each<[string, object, object, object]>([
  ['nothing changed', { a: 1, b: ['x'] }, { a: 1, b: ['x'] }, {}],
  ['a value', { a: 1, b: '' }, { a: 2, b: '' }, { a: 2 }],
  ['a list', { a: 1, b: ['x'] }, { a: 1, b: ['x', 'y'] }, { b: ['x', 'y'] }],
  ['a value removed', { a: 1 }, { a: null }, { a: null }],
])('%s', (_name, before, after, expected) => expect(changedFields(before, after)).toEqual(expected));
