import { expect, it } from 'vitest';
import { addressFault, fileFault } from './table-source';

it.each([
  ['', undefined],
  ['https://prices.example.com/models.json', undefined],
  ['http://127.0.0.1:8080/table.json#part', undefined],
  ['ftp://prices.example.com/', 'invalid_url'],
  ['prices.example.com', 'invalid_url'],
  ['https://user:secret@prices.example.com/', 'url_secret'],
  [`https://prices.example.com/${'a'.repeat(2048)}`, 'too_long'],
])('the address "%s"', (text, kind) => expect(addressFault(text)?.kind).toBe(kind));

it('a file that the hub would refuse is not read', () => {
  expect(fileFault(16_777_216)).toBeUndefined();
  expect(fileFault(16_777_217)?.kind).toBe('file_too_large');
});
