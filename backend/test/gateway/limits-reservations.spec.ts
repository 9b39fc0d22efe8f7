import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '../support/client';
import { complaintOf } from '../support/failing-answers';
import type { Script } from '../support/fake-upstream';
import { dialectOf } from '../support/fake-upstream-dialects';
import {
  after,
  answers,
  closesBeforeHeaders,
  neverAnswers,
  standardAnswer,
  streams,
  streamsThen,
} from '../support/fake-upstream-scripts';
import { eventually, gate } from '../support/hub-eventually';
import { addCaller, unique } from '../support/hub-rig';
import { LimitBench } from '../support/limit-bench';

const claude = dialectOf('anthropic');
const LIMITS = { limitTotalUsd: '1000', limit5hUsd: '1000', limitDailyUsd: '1000' };

let bench: LimitBench;
beforeAll(async () => {
  bench = await LimitBench.start(1);
});
afterAll(() => bench?.stop());

/** A caller whose key and user are limited, and a model of which a request is expected to cost 0.25. */
async function limited(script: Script) {
  const model = await bench.pricedModel({ perRequest: '0.25' });
  bench.rig.upstream.script(model, script);
  return { ...(await bench.caller(LIMITS, LIMITS)), model };
}

async function heldBy(...subjects: readonly string[]): Promise<readonly string[]> {
  return Promise.all(
    subjects.map(async (subject) => (await bench.redis.hget(`cch:{ledger}:spend:${subject}`, 'h')) ?? '0'),
  );
}

function expectHeld(subjects: readonly string[], micros: string): Promise<true> {
  return eventually(`${micros} is held`, async () => {
    const held = await heldBy(...subjects);
    return held.every((amount) => amount === micros) || undefined;
  });
}

const FAILURES: readonly (readonly [string, Script])[] = [
  ['an answer', standardAnswer],
  ['an answer without usage', answers(200, '{"type":"message","content":[{"type":"text","text":"yes"}]}')],
  ['an error by status', answers(503, '{}')],
  ['the caller’s own error', answers(400, '{}')],
  ['an error in an answer', streams([complaintOf('anthropic', 'refused').frame])],
  ['no answer', closesBeforeHeaders],
  [
    'an answer that breaks off',
    streamsThen([claude.frames('m').slice(0, 4).join('')], (res) => res.socket?.destroy()),
  ],
];

describe('complaint 23: what a request has reserved is given back after', () => {
  it.each(FAILURES)('%s', async (_, script) => {
    const go = gate();
    const { key, keyId, userId, model } = await limited(after(go.opened, script));
    const subjects = [`k${keyId}`, `u${userId}`];
    const asked = bench.rig.ask(claude, model, { key, isStreaming: true });
    await expectHeld(subjects, '250000');
    go.open();
    await asked;
    await expectHeld(subjects, '0');
  });

  it.each([
    ['before the answer', neverAnswers],
    ['in the middle of it', streamsThen([claude.frames('m').slice(0, 4).join('')], () => undefined)],
  ] as const)('a client that leaves %s', async (_, script) => {
    const { key, keyId, userId, model } = await limited(script);
    const left = new AbortController();
    const asked = fetch(`${bench.rig.hub.url}${claude.path(model, true)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: claude.request(model, true),
      signal: left.signal,
    }).catch(() => undefined);
    await eventually('the upstream is asked', () => bench.rig.upstream.exchangesFor(model)[0]);
    const subjects = [`k${keyId}`, `u${userId}`];
    await expectHeld(subjects, '250000');
    left.abort();
    await asked;
    await expectHeld(subjects, '0');
  });

  it('a refusal for want of a provider', async () => {
    const { hub } = bench.rig;
    const group = unique('group');
    await hub.admin('POST', '/provider-groups', { name: group });
    const model = await bench.pricedModel({ perRequest: '0.25' });
    const { key, userId } = await addCaller(hub, { ...LIMITS, providerGroups: [group] });
    const got = await bench.rig.ask(claude, model, { key });
    expect(got.headers['x-hub-error']).toBe('no_provider');
    await bench.rig.rowOf(got);
    expect(await heldBy(`u${userId}`)).toEqual(['0']);
  });

  it('a refusal by one of two limits, from both', async () => {
    const { key, keyId, userId, model } = await limited(standardAnswer);
    await bench.rig.hub.admin('PATCH', `/keys/${keyId}`, { rpmLimit: 1 });
    await bench.rig.ask(claude, model, { key });
    await expectHeld([`k${keyId}`, `u${userId}`], '0');
    expect((await bench.rig.ask(claude, model, { key })).headers['x-ratelimit-type']).toBe('rpm');
    expect(await heldBy(`k${keyId}`, `u${userId}`)).toEqual(['0', '0']);
  });
});

describe('what a request reserves', () => {
  /** Of a request for the model, which the only provider may know by another name. */
  async function heldFor(
    model: string,
    body: object,
    provider: Readonly<Record<string, unknown>> = {},
    served = model,
  ) {
    const { hub, upstream } = bench.rig;
    const go = gate();
    upstream.script(served, after(go.opened, standardAnswer));
    const lane = await bench.lane({ type: 'claude', url: upstream.url, ...provider });
    await hub.admin('PATCH', `/keys/${lane.keyId}`, { limitTotalUsd: '1000' });
    const reply = open(hub.url, {
      path: '/v1/messages',
      headers: ['content-type', 'application/json', 'x-api-key', lane.key],
      body: JSON.stringify({ model, messages: [], ...body }),
    });
    const amount = await eventually('something is held', async () => {
      const [micros] = await heldBy(`k${lane.keyId}`);
      return micros === '0' ? undefined : micros;
    });
    go.open();
    await (await reply).finish();
    return { amount, bytes: JSON.stringify({ model, messages: [], ...body }).length };
  }

  const held = async (sheet: Readonly<Record<string, string>>, body: object, costMultiplier = '1') =>
    heldFor(await bench.pricedModel(sheet), body, { costMultiplier });

  it.each<[string, object, string]>([
    ['the output it allows', { max_tokens: 1000 }, '10000'],
    ['no more than the setting', { max_tokens: 128_000 }, '81920'],
    ['the setting when it does not say', {}, '81920'],
    ['the setting when it says nonsense', { max_tokens: -5 }, '81920'],
  ])('is %s', async (_, body, micros) => {
    expect((await held({ output: '10' }, body)).amount).toBe(micros);
  });

  it('is its input by size', async () => {
    const { amount, bytes } = await held({ input: '100' }, { max_tokens: 1, system: 'x'.repeat(3001) });
    expect(amount).toBe(String(Math.ceil(bytes / 4) * 100));
  });

  it('is more where the provider’s factor is higher', async () => {
    expect((await held({ output: '10' }, { max_tokens: 1000 }, '2.5')).amount).toBe('25000');
  });

  it('does not depend on providers that the caller does not reach', async () => {
    await bench.lane({ type: 'claude', url: bench.rig.upstream.url, costMultiplier: '500' });
    expect((await held({ output: '10' }, { max_tokens: 1000 })).amount).toBe('10000');
  });

  it('is at the price of what the model is redirected to when it has none itself', async () => {
    const alias = unique('alias');
    const target = await bench.pricedModel({ output: '10' });
    const modelRedirects = [{ match: 'exact', pattern: alias, target }];
    const { amount } = await heldFor(alias, { max_tokens: 1000 }, { modelRedirects }, target);
    expect(amount).toBe('10000');
  });

  it('is at the price that will be billed', async () => {
    const [asked, target] = [
      await bench.pricedModel({ output: '1' }),
      await bench.pricedModel({ output: '30' }),
    ];
    const modelRedirects = [{ match: 'exact', pattern: asked, target }];
    const amount = async () =>
      (await heldFor(asked, { max_tokens: 1000 }, { modelRedirects }, target)).amount;
    expect(await amount()).toBe('1000');
    await bench.rig.hub.admin('PATCH', '/settings', { billedModel: 'redirected' });
    expect(await amount()).toBe('30000');
    await bench.rig.hub.admin('PATCH', '/settings', { billedModel: null });
  });
});

describe('a small key', () => {
  it('is not refused because a CLI asks for 128,000 tokens, and waits only while requests are under way', async () => {
    const model = await bench.pricedModel({ output: '10' });
    const go = gate();
    bench.rig.upstream.script(model, after(go.opened, standardAnswer));
    const { key, keyId } = await bench.caller({}, { limitDailyUsd: '0.1' });
    const ask = () => bench.ask(bench.rig.hub, key, model, { max_tokens: 128_000 });
    const [first, second] = [ask(), ask()];
    await expectHeld([`k${keyId}`], '163840');
    const got = await ask();
    expect(got.status).toBe(429);
    expect(got.headers).toMatchObject({
      'x-hub-error': 'rate_limited',
      'x-ratelimit-remaining': '0',
      'retry-after': '1',
    });
    expect(got.headers['x-should-retry']).toBeUndefined();
    go.open();
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
    await expectHeld([`k${keyId}`], '0');
    expect((await ask()).status).toBe(200);
  });
});
