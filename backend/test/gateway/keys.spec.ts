import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Got, requestIdOf, send } from '../support/client';
import { expectHubError } from '../support/client-errors';
import { DIALECTS } from '../support/fake-upstream-dialects';
import { addCaller, Rig, unique } from '../support/hub-rig';

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig?.stop());

const PLACES: readonly [string, readonly string[], string?][] = [
  ['authorization', ['authorization', 'Bearer KEY']],
  ['authorization in lower case', ['authorization', 'bearer  KEY ']],
  ['x-api-key', ['X-API-Key', 'KEY']],
  ['x-goog-api-key', ['x-goog-api-key', 'KEY']],
  ['the query', [], 'key=KEY'],
  ['all four', ['authorization', 'Bearer KEY', 'x-api-key', 'KEY', 'x-goog-api-key', 'KEY'], 'key=KEY'],
];

function ask(
  path: string,
  key: string,
  headers: readonly string[],
  query?: string,
  body = '{"model":"m"}',
): Promise<Got> {
  const filled = (text: string) => text.replaceAll('KEY', key);
  const mark = path.includes('?') ? '&' : '?';
  return send(rig.hub.url, {
    path: query === undefined ? path : `${path}${mark}${filled(query)}`,
    headers: ['content-type', 'application/json', ...headers.map(filled)],
    body,
  });
}

describe.each<[string, readonly string[], string?]>(PLACES)('a key in %s', (_, headers, query) => {
  it.each(DIALECTS)('is taken for $format', async (dialect) => {
    const model = unique('place');
    const got = await ask(dialect.path(model, false), rig.key, headers, query, dialect.request(model, false));
    expect(got.status).toBe(200);
    expect(await rig.rowOf(got)).toMatchObject({ key_id: rig.keyId, user_id: rig.userId });
  });
});

it.each<[string, readonly string[], string?]>([
  ['two headers', ['authorization', 'Bearer OTHER', 'x-api-key', 'KEY']],
  ['two headers, the known one first', ['authorization', 'Bearer KEY', 'x-goog-api-key', 'OTHER']],
  ['a header and the query', ['x-api-key', 'KEY'], 'key=OTHER'],
  ['the query and a header', ['x-goog-api-key', 'OTHER'], 'key=KEY'],
  ['the query twice', [], 'key=KEY&key=OTHER'],
  ['one header twice', ['authorization', 'Bearer KEY', 'authorization', 'Bearer OTHER']],
])('two keys that differ are refused: %s', async (_, headers, query) => {
  const other = await addCaller(rig.hub);
  const filled = headers.map((text) => text.replace('OTHER', other.key));
  const got = await ask('/v1/messages', rig.key, filled, query?.replace('OTHER', other.key));
  expectHubError(got, 'anthropic', { status: 401, code: 'conflicting_keys' });
});

it('a key with one letter changed, cut or in another case is nobody’s', async () => {
  const wrong = [
    rig.key.slice(0, -1),
    `${rig.key}a`,
    rig.key.toUpperCase(),
    rig.key.replace('cch_', ''),
    'cch_',
  ];
  for (const key of wrong) {
    const got = await ask('/v1/responses', key, ['x-api-key', 'KEY']);
    expectHubError(got, 'openai-responses', { status: 401, code: 'invalid_key' });
    expect(got.body.toString()).not.toContain(key);
  }
});

describe('a key that may not be used', () => {
  const PAST = '2020-01-01T00:00:00Z';

  it.each<[string, 'keys' | 'users', Record<string, unknown>, Record<string, unknown>]>([
    ['key_disabled', 'keys', { isEnabled: false }, { isEnabled: true }],
    ['key_expired', 'keys', { expiresAt: PAST }, { expiresAt: null }],
    ['user_disabled', 'users', { isEnabled: false }, { isEnabled: true }],
    ['user_expired', 'users', { expiresAt: PAST }, { expiresAt: '2100-01-01T00:00:00Z' }],
  ])(
    'is refused with %s in all formats, with a row, until that is undone',
    async (code, resource, change, undo) => {
      const caller = await addCaller(rig.hub);
      const route = `/${resource}/${resource === 'keys' ? caller.keyId : caller.userId}`;
      await rig.hub.admin('PATCH', route, change);
      for (const dialect of DIALECTS) {
        const model = unique('refused');
        const got = await rig.ask(dialect, model, { key: caller.key });
        expectHubError(got, dialect.format, { status: 401, code });
        expect(rig.upstream.exchangesFor(model)).toHaveLength(0);
        expect(await rig.rowOf(got)).toMatchObject({
          key_id: caller.keyId,
          status_code: 401,
          error_code: code,
          outcome: 'refused',
          cost_usd: expect.stringMatching(/^0/),
        });
      }
      await rig.hub.admin('PATCH', route, undo);
      expect((await ask('/v1/messages', caller.key, ['x-api-key', 'KEY'])).status).toBe(200);
    },
  );

  it.each<[string, 'keys' | 'users']>([
    ['its key was deleted', 'keys'],
    ['its user was deleted', 'users'],
  ])('is nobody’s when %s, and leaves no row', async (_, resource) => {
    const caller = await addCaller(rig.hub);
    expect((await ask('/v1/messages', caller.key, ['x-api-key', 'KEY'])).status).toBe(200);
    await rig.hub.admin('DELETE', `/${resource}/${resource === 'keys' ? caller.keyId : caller.userId}`);
    const got = await ask('/v1/messages', caller.key, ['x-api-key', 'KEY']);
    expectHubError(got, 'anthropic', { status: 401, code: 'invalid_key' });
    expect(await rig.ledger.rowsOf(requestIdOf(got))).toEqual([]);
  });

  it('is the old one after a rotation', async () => {
    const caller = await addCaller(rig.hub);
    const { key } = await rig.hub.admin<{ key: string }>('POST', `/keys/${caller.keyId}/rotate`);
    expect(key).not.toBe(caller.key);
    expect((await ask('/v1/messages', key, ['x-api-key', 'KEY'])).status).toBe(200);
    const got = await ask('/v1/messages', caller.key, ['x-api-key', 'KEY']);
    expectHubError(got, 'anthropic', { status: 401, code: 'invalid_key' });
  });
});

describe('what a user may ask for', () => {
  it('are only the allowed models', async () => {
    const { key } = await addCaller(rig.hub, { allowedModels: ['Only-This'] });
    expect(
      (await ask('/v1/messages', key, ['x-api-key', 'KEY'], undefined, '{"model":"only-this"}')).status,
    ).toBe(200);
    const got = await ask('/v1/messages', key, ['x-api-key', 'KEY'], undefined, '{"model":"other"}');
    expectHubError(got, 'anthropic', { status: 403, code: 'model_not_allowed' });
    expect(await rig.rowOf(got)).toMatchObject({ status_code: 403, error_code: 'model_not_allowed' });
  });

  it('cannot be widened by naming two models', async () => {
    const { key } = await addCaller(rig.hub, { allowedModels: ['only-this'] });
    for (const filler of ['', `"x":"${'z'.repeat(70_000)}",`]) {
      const forbidden = unique('forbidden');
      await ask(
        '/v1/messages',
        key,
        ['x-api-key', 'KEY'],
        undefined,
        `{${filler}"model":"only-this","model":"${forbidden}"}`,
      );
      expect(rig.upstream.exchangesFor(forbidden)).toHaveLength(0);
    }
  });
});
