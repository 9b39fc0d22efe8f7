import { expect, it } from 'vitest';
import { safeReturnUrl } from './safe-return-url';

it.each([
  ['nothing asked for', undefined, '/'],
  ['a page with its filters', '/logs?status=error', '/logs?status=error'],
  ['another site', 'https://example.org/', '/'],
  ['another site without scheme', '//example.org/', '/'],
  ['another site with a backslash', '/\\example.org', '/'],
  ['the login page itself', '/login?returnUrl=%2Flogs', '/'],
])('%s', (_name, wanted, expected) => expect(safeReturnUrl(wanted)).toBe(expected));
