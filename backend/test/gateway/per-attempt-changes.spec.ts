import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, requestIdOf, send, valuesOf } from '../support/client';
import { expectHubError } from '../support/client-errors';
import { FakeUpstream } from '../support/fake-upstream';
import { DIALECTS, dialectOf } from '../support/fake-upstream-dialects';
import { after, answers, standardAnswer } from '../support/fake-upstream-scripts';
import { eventually, gate } from '../support/hub-eventually';
import { addCaller, addProvider, PROVIDER_KEY, Rig, unique } from '../support/hub-rig';

let rig: Rig;
let second: FakeUpstream;
beforeAll(async () => {
  [rig, second] = await Promise.all([Rig.start(), FakeUpstream.start()]);
});
afterAll(async () => {
  await second?.stop();
  await rig?.stop();
});

const anthropic = dialectOf('anthropic');
const FAILS = answers(401, '{}');

interface Settings {
  readonly [field: string]: unknown;
}

/** Two providers of one group; the first comes first. */
async function twoProviders(type: string, first: Settings, then: Settings = {}) {
  const group = unique('pair');
  await rig.hub.admin('POST', '/provider-groups', { name: group });
  const common = { type: type as 'claude', groups: [group], circuitBreakerFailureThreshold: 0 };
  const ids = [
    await addProvider(rig.hub, { ...common, url: rig.upstream.url, ...first }),
    await addProvider(rig.hub, { ...common, url: second.url, priority: 1, ...then }),
  ];
  const { key } = await addCaller(rig.hub, { providerGroups: [group] });
  return { ids, key };
}

describe.each(DIALECTS)('a model of a $format client', (dialect) => {
  it.each([true, false])(
    'is redirected for one provider and only for that one (streaming: %s)',
    async (isStreaming) => {
      const model = unique('asked');
      const target = `vendor/${model} x`;
      const { key } = await twoProviders(dialect.providerType, {
        modelRedirects: [{ match: 'regex', pattern: '^(asked-.*)$', target: 'vendor/$1 x' }],
      });
      rig.upstream.script(target, FAILS);
      const got = await send(rig.hub.url, {
        path: dialect.path(model, isStreaming),
        headers: ['content-type', 'application/json', 'authorization', `Bearer ${key}`],
        body: dialect.request(model, isStreaming),
      });
      expect(got.status).toBe(200);
      const sent = rig.upstream.seen(target);
      const other = second.seen(model);
      // Not a byte but the name differs, and the next provider gets what the client had sent.
      expect(other.body.toString()).toBe(dialect.request(model, isStreaming));
      if (dialect.format === 'gemini') {
        expect(sent.url).toContain(`/models/${encodeURIComponent(target)}:`);
        expect(sent.body.equals(other.body)).toBe(true);
      } else {
        expect(sent.body.toString()).toBe(other.body.toString().replace(`"${model}"`, `"${target}"`));
        expect(sent.headers['content-length']).toBe(String(sent.body.length));
      }
      const row = await rig.rowOf(got);
      expect(row).toMatchObject({ requested_model: model, model });
      expect(row.provider_chain.find(({ kind }) => kind === 'attempt')).toMatchObject({ model: target });
    },
  );
});

it('keeps the name of a redirected model in the row', async () => {
  const model = unique('asked');
  const { key } = await twoProviders('claude', {
    modelRedirects: [{ match: 'prefix', pattern: 'asked-', target: 'sent-instead' }],
  });
  const got = await rig.ask(anthropic, model, { key });
  expect(await rig.rowOf(got)).toMatchObject({ requested_model: model, model: 'sent-instead' });
});

it('changes parameters and headers for one provider and never for the next', async () => {
  const model = unique('changed');
  const { key } = await twoProviders('claude', {
    parameterOverrides: { max_tokens: 7, thinking: { type: 'enabled', budget_tokens: 5 }, metadata: null },
    customHeaders: { 'X-Team': 'platform', 'anthropic-beta': 'ours' },
  });
  rig.upstream.script(model, FAILS);
  const got = await rig.ask(anthropic, model, {
    key,
    headers: ['anthropic-beta', 'theirs', 'x-mine', 'kept'],
    isStreaming: true,
  });
  expect(got.status).toBe(200);
  const sent = rig.upstream.seen(model);
  const body = JSON.parse(sent.body.toString()) as Record<string, unknown>;
  expect(body).toMatchObject({
    max_tokens: 7,
    thinking: { type: 'enabled', budget_tokens: 5 },
    model,
    stream: true,
  });
  expect(body).not.toHaveProperty('metadata');
  expect(sent.body.toString()).toContain('"id":12345678901234567890'); // other members keep their bytes
  expect(valuesOf(sent.rawHeaders, 'anthropic-beta')).toEqual(['ours']);
  expect(valuesOf(sent.rawHeaders, 'x-team')).toEqual(['platform']);
  expect(valuesOf(sent.rawHeaders, 'x-mine')).toEqual(['kept']);

  const other = second.seen(model);
  expect(other.body.toString()).toBe(anthropic.request(model, true));
  expect(valuesOf(other.rawHeaders, 'anthropic-beta')).toEqual(['theirs']);
  expect(valuesOf(other.rawHeaders, 'x-team')).toEqual([]);
});

it('counts tokens without the parameters of an answer', async () => {
  const model = unique('counted');
  const { key } = await twoProviders('claude', { parameterOverrides: { max_tokens: 7 } });
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'x' }] });
  const got = await send(rig.hub.url, {
    path: '/v1/messages/count_tokens',
    headers: ['content-type', 'application/json', 'x-api-key', key],
    body,
  });
  expect(got.status).toBe(200);
  expect(rig.upstream.seen(model).body.toString()).toBe(body);
});

it('never mixes two configurations within one request', async () => {
  const model = unique('mixed');
  const { ids, key } = await twoProviders('claude', {}, { customHeaders: { 'x-version': 'old' } });
  const release = gate();
  rig.upstream.script(model, after(release.opened, FAILS));
  const asked = rig.ask(anthropic, model, { key });
  await eventually('it is on its way', () => rig.upstream.exchangesFor(model)[0]);
  await rig.hub.admin('PATCH', `/providers/${ids[1]}`, {
    customHeaders: { 'x-version': 'new' },
    isEnabled: false,
  });
  release.open();
  expect((await asked).status).toBe(200);
  expect(valuesOf(second.seen(model).rawHeaders, 'x-version')).toEqual(['old']);
  const next = await rig.ask(anthropic, unique('mixed'), { key });
  expect(next.status).toBe(200);
});

describe('when there is nobody', () => {
  it('counts the reasons, in numbers and without names', async () => {
    const group = unique('nobody');
    await rig.hub.admin('POST', '/provider-groups', { name: group });
    const add = (settings: Settings) =>
      addProvider(rig.hub, { type: 'claude', url: rig.upstream.url, groups: [group], ...settings });
    await add({ isEnabled: false });
    await add({ isEnabled: false });
    await add({ weight: 0 });
    await add({ allowedModels: [{ match: 'exact', pattern: 'other' }] });
    await add({ allowedClients: ['codex-cli'] });
    const open = await add({});
    await rig.hub.admin('POST', `/providers/${open}/circuit/open`);
    const { key } = await addCaller(rig.hub, { providerGroups: [group] });
    const got = await rig.ask(anthropic, unique('m'), { key });
    expectHubError(got, 'anthropic', { status: 503, code: 'no_provider', isFinal: false });
    const { message } = json(got)['error'] as { message: string };
    for (const words of [
      '2 disabled',
      '1 with weight 0',
      '1 without this model',
      '1 closed to this client',
      '1 with an open circuit breaker',
      'in other groups',
    ])
      expect(message).toContain(words);
    expect(message).not.toContain('provider-');
    const row = await rig.rowOf(got);
    expect(row.provider_chain.at(-1)).toEqual({ kind: 'exhausted', reason: 'candidates' });
    expect(row.provider_chain).toContainEqual({ kind: 'skipped', providerId: open, reason: 'circuit_open' });
  });

  it('waits out a short rest itself and hands a long one to the client', async () => {
    const short = unique('short-rest');
    const { key } = await twoProviders('claude', {}, { isEnabled: false });
    let calls = 0;
    rig.upstream.script(short, async (exchange) => {
      calls += 1;
      await (calls === 1 ? answers(429, '{}', { 'retry-after': '1' })(exchange) : standardAnswer(exchange));
    });
    const got = await rig.ask(anthropic, short, { key });
    expect(got.status).toBe(200);
    const attempts = (await rig.rowOf(got)).provider_chain.filter(({ kind }) => kind === 'attempt');
    expect(attempts[1]).toMatchObject({ number: 2, outcome: 'answered' });
    expect(Number(attempts[1]?.['waitedMs'])).toBeGreaterThan(900);

    const long = unique('long-rest');
    rig.upstream.script(long, answers(429, '{"error":{"message":"later"}}', { 'retry-after': '40' }));
    const refused = await rig.ask(anthropic, long, { key });
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '40' } });
    // The provider is left alone for as long as it asked: the next request does not even reach it.
    const again = await rig.ask(anthropic, long, { key });
    expectHubError(again, 'anthropic', { status: 429, code: 'upstream_rate_limited', isFinal: false });
    expect(Number(again.headers['retry-after'])).toBeGreaterThan(30);
    expect(rig.upstream.exchangesFor(long)).toHaveLength(1);
    // Another model of the same provider is not concerned.
    expect((await rig.ask(anthropic, unique('other-model'), { key })).status).toBe(200);
  });

  it('gives back what the last provider said, unchanged', async () => {
    const model = unique('all-fail');
    const { key } = await twoProviders('claude', {});
    rig.upstream.script(model, answers(500, '{"error":{"message":"first"}}'));
    second.script(model, answers(503, '{"error":{"message":"second"}}', { 'x-request-id': 'theirs' }));
    const got = await rig.ask(anthropic, model, { key });
    expect(got).toMatchObject({ status: 503, headers: { 'x-upstream-request-id': 'theirs' } });
    expect(got.body.toString()).toBe('{"error":{"message":"second"}}');
    expect(requestIdOf(got)).toMatch(/./);
    expect(JSON.stringify(await rig.entryOf(got))).not.toContain(PROVIDER_KEY);
    expect(rig.upstream.exchangesFor(model)).toHaveLength(2);
    expect(second.exchangesFor(model)).toHaveLength(2);
  });
});
