import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderView } from '../../src/providers/provider-page.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { ProviderDesk } from '../support/provider-desk';

let app: AdminApp;
let desk: ProviderDesk;
beforeAll(async () => {
  app = await startAdminApp();
  desk = new ProviderDesk(app);
});
afterAll(() => app?.stop());

const redirect = (fields: object) => ({
  modelRedirects: [{ match: 'exact', pattern: 'a', target: 'b', ...fields }],
});
const many = (count: number, entry: (at: number) => readonly [string, unknown]) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => entry(at)));

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

const REFUSED: readonly (readonly [fields: object, path: string, code: string])[] = [
  [{ weight: -1 }, 'weight', 'out_of_range'],
  [redirect({ match: 'regex', pattern: '(' }), 'modelRedirects[0].pattern', 'invalid_regex'],
  [redirect({ match: 'regex', pattern: '(?<a>x)(?<a>y)' }), 'modelRedirects[0].pattern', 'invalid_regex'],
  [redirect({ pattern: '' }), 'modelRedirects[0].pattern', 'too_short'],
  [redirect({ pattern: 'x'.repeat(513) }), 'modelRedirects[0].pattern', 'too_long'],
  [redirect({ target: undefined }), 'modelRedirects[0].target', 'required'],
  [redirect({ target: ' ' }), 'modelRedirects[0].target', 'too_short'],
  [redirect({ target: 'line\nbreak' }), 'modelRedirects[0].target', 'bad_characters'],
  [redirect({ match: 'glob' }), 'modelRedirects[0].match', 'not_a_choice'],
  [redirect({ extra: 1 }), 'modelRedirects[0].extra', 'unknown_field'],
  [{ modelRedirects: { a: 'b' } }, 'modelRedirects', 'wrong_type'],
  [{ modelRedirects: ['a'] }, 'modelRedirects[0]', 'wrong_type'],
  [{ modelRedirects: Array.from({ length: 501 }, () => 1) }, 'modelRedirects', 'too_many'],
  [{ allowedModels: [{ match: 'regex', pattern: '[' }] }, 'allowedModels[0].pattern', 'invalid_regex'],

  [{ proxyUrl: 'proxy.example:3128' }, 'proxyUrl', 'missing_protocol'],
  [{ proxyUrl: 'user:pass@proxy.example:3128' }, 'proxyUrl', 'missing_protocol'],
  [{ proxyUrl: '127.0.0.1:1080' }, 'proxyUrl', 'missing_protocol'],
  [{ proxyUrl: 'ftp://proxy.example' }, 'proxyUrl', 'invalid_url'],
  [{ proxyUrl: 'socks4://proxy.example' }, 'proxyUrl', 'invalid_url'],
  [{ proxyUrl: 'javascript://x' }, 'proxyUrl', 'invalid_url'],
  [{ proxyUrl: 'http://proxy.example:99999' }, 'proxyUrl', 'invalid_url'],
  [{ proxyUrl: 'http://proxy.example/path' }, 'proxyUrl', 'invalid_url'],
  [{ proxyUrl: 'http://' }, 'proxyUrl', 'invalid_url'],
  [{ proxyUrl: 'http://proxy.example\r\nx: y' }, 'proxyUrl', 'bad_characters'],
  [{ proxyUrl: `http://${'x'.repeat(512)}` }, 'proxyUrl', 'too_long'],
  [{ proxyUrl: '' }, 'proxyUrl', 'too_short'],
  [{ proxyUrl: 7 }, 'proxyUrl', 'wrong_type'],
  [{ proxyFallbackToDirect: 'yes' }, 'proxyFallbackToDirect', 'wrong_type'],

  [{ activeTimeStart: '08:00' }, 'activeTimeEnd', 'unpaired'],
  [{ activeTimeEnd: '08:00' }, 'activeTimeStart', 'unpaired'],
  [{ activeTimeStart: null, activeTimeEnd: '08:00' }, 'activeTimeStart', 'unpaired'],
  ...['24:00', '8:00', '08:60', '08:00:00', '08.00', '', 'noon'].map(
    (time) => [{ activeTimeStart: time, activeTimeEnd: '09:00' }, 'activeTimeStart', 'bad_format'] as const,
  ),
  [{ activeTimeStart: 800, activeTimeEnd: '09:00' }, 'activeTimeStart', 'wrong_type'],

  [{ groupPriorities: { nope: 1, default: 1 } }, 'groupPriorities.nope', 'unknown_group'],
  [{ groupPriorities: { 'a\u0000b': 1 } }, 'groupPriorities.a\u0000b', 'bad_characters'],
  [{ groupPriorities: { default: -1 } }, 'groupPriorities.default', 'out_of_range'],
  [{ groupPriorities: { default: 1.5 } }, 'groupPriorities.default', 'wrong_type'],
  [{ groupPriorities: { default: '1' } }, 'groupPriorities.default', 'wrong_type'],
  [{ groupPriorities: { default: null } }, 'groupPriorities.default', 'wrong_type'],
  [{ groupPriorities: ['default'] }, 'groupPriorities', 'wrong_type'],
  [{ groupPriorities: null }, 'groupPriorities', 'wrong_type'],
  [{ groupPriorities: many(51, (at) => [`g${at}`, 1]) }, 'groupPriorities', 'too_many'],

  ...[
    'Authorization',
    'X-API-KEY',
    'x-goog-api-key',
    'Cookie',
    'Host',
    'content-length',
    'Transfer-Encoding',
    'Connection',
    'Proxy-Authorization',
  ].map((name) => [{ customHeaders: { [name]: 'x' } }, `customHeaders.${name}`, 'reserved_name'] as const),
  ...['two words', 'x:', 'naïve', 'x\r\ny', '', '(x)', 'x'.repeat(129)].map(
    (name) => [{ customHeaders: { [name]: 'x' } }, `customHeaders.${name}`, 'bad_characters'] as const,
  ),
  ...['a\r\nX-Injected: 1', 'a\nb', 'a\u0000b', '你好', '\u{1f680}'].map(
    (value) => [{ customHeaders: { 'x-a': value } }, 'customHeaders.x-a', 'bad_characters'] as const,
  ),
  [{ customHeaders: { 'x-a': 'x'.repeat(8193) } }, 'customHeaders.x-a', 'too_long'],
  [{ customHeaders: { 'x-a': 1 } }, 'customHeaders.x-a', 'wrong_type'],
  [{ customHeaders: { 'x-a': null } }, 'customHeaders.x-a', 'wrong_type'],
  [{ customHeaders: { 'x-a': '1', 'X-A': '2' } }, 'customHeaders.X-A', 'name_taken'],
  [{ customHeaders: many(51, (at) => [`x-${at}`, '1']) }, 'customHeaders', 'too_many'],
  [{ customHeaders: ['x-a'] }, 'customHeaders', 'wrong_type'],
  [{ customHeaders: 'x-a: 1' }, 'customHeaders', 'wrong_type'],
  [{ customHeaders: null }, 'customHeaders', 'wrong_type'],

  ...['model', 'stream', 'messages', 'input', 'contents', 'prompt'].map(
    (name) =>
      [{ parameterOverrides: { [name]: null } }, `parameterOverrides.${name}`, 'reserved_name'] as const,
  ),
  ...[[], 'text', 7, true, null].map(
    (value) => [{ parameterOverrides: value }, 'parameterOverrides', 'wrong_type'] as const,
  ),
  [{ parameterOverrides: { x: 'y'.repeat(16_384) } }, 'parameterOverrides', 'too_long'],
  ...['a\u0000b', '\ud800', ['ok', { deep: 'a\u0000b' }], { 'a\u0000b': 1 }].map(
    (value) => [{ parameterOverrides: { x: value } }, 'parameterOverrides.x', 'bad_characters'] as const,
  ),
  [{ parameterOverrides: { '\udfff': 1 } }, 'parameterOverrides.\udfff', 'bad_characters'],
  [{ parameterOverrides: { x: nested(33) } }, 'parameterOverrides.x', 'bad_format'],

  [{ allowedClients: [''] }, 'allowedClients[0]', 'too_short'],
  [{ allowedClients: ['ok', 7] }, 'allowedClients[1]', 'wrong_type'],
  [{ blockedClients: ['x'.repeat(257)] }, 'blockedClients[0]', 'too_long'],
  [{ blockedClients: 'curl' }, 'blockedClients', 'wrong_type'],
  [{ blockedClients: Array.from({ length: 101 }, (_, at) => `c${at}`) }, 'blockedClients', 'too_many'],

  [{ maxRetryAttempts: 0 }, 'maxRetryAttempts', 'out_of_range'],
  [{ maxRetryAttempts: 11 }, 'maxRetryAttempts', 'out_of_range'],
  [{ circuitBreakerFailureThreshold: -1 }, 'circuitBreakerFailureThreshold', 'out_of_range'],
  [{ circuitBreakerFailureThreshold: 1001 }, 'circuitBreakerFailureThreshold', 'out_of_range'],
  [{ circuitBreakerOpenDuration: 999 }, 'circuitBreakerOpenDuration', 'out_of_range'],
  [{ circuitBreakerOpenDuration: 86_400_001 }, 'circuitBreakerOpenDuration', 'out_of_range'],
  [{ circuitBreakerHalfOpenSuccessThreshold: 0 }, 'circuitBreakerHalfOpenSuccessThreshold', 'out_of_range'],
  [{ circuitBreakerHalfOpenSuccessThreshold: 101 }, 'circuitBreakerHalfOpenSuccessThreshold', 'out_of_range'],
  [{ maxRetryAttempts: null }, 'maxRetryAttempts', 'wrong_type'],

  [{ sealedProxyUrl: 'v1.x' }, 'sealedProxyUrl', 'unknown_field'],
  [{ sealedCustomHeaders: 'v1.x' }, 'sealedCustomHeaders', 'unknown_field'],
];

describe('refuses, and changes nothing:', () => {
  let existing: ProviderView;
  beforeAll(async () => {
    existing = await desk.create();
  });

  it.each(
    REFUSED.map(
      ([fields, path, code]) => [JSON.stringify(fields).slice(0, 60), { fields, path, code }] as const,
    ),
  )('%s', async (_, { fields, path, code }) => {
    const created = await app.client.post('/api/v1/providers', desk.draft(fields));
    const patched = await app.client.patch(desk.pathOf(existing), fields);
    for (const { status, body } of [created, patched]) {
      expect(status).toBe(400);
      expect(body.code).toBe('validation_failed');
      expect(body.errors).toEqual([{ path, code, message: expect.stringMatching(/\S/) }]);
    }
    expect(await desk.read(existing)).toEqual(existing);
  });
});

it('says how a proxy is written when the protocol is missing', async () => {
  const { body } = await app.client.post('/api/v1/providers', desk.draft({ proxyUrl: 'proxy.example:3128' }));
  expect(body.detail).toBe('proxyUrl must start with http://, https://, socks5:// or socks5h://.');
});

it('reports everything that is wrong at once', async () => {
  const fields = {
    weight: -1,
    customHeaders: { host: 'x', 'y z': 'x' },
    groupPriorities: { default: -1 },
    parameterOverrides: { model: 'x', stream: true },
  };
  const { body } = await app.client.post('/api/v1/providers', desk.draft(fields));
  expect(body.errors.map(({ path, code }) => `${path} ${code}`).toSorted()).toEqual([
    'customHeaders.host reserved_name',
    'customHeaders.y z bad_characters',
    'groupPriorities.default out_of_range',
    'parameterOverrides.model reserved_name',
    'parameterOverrides.stream reserved_name',
    'weight out_of_range',
  ]);
});
