import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Redis } from 'ioredis';
import { send } from '../support/client';
import { FakeUpstream } from '../support/fake-upstream';
import { type Dialect, dialectOf, split } from '../support/fake-upstream-dialects';
import { answers, standardAnswer } from '../support/fake-upstream-scripts';
import { eventually, gate } from '../support/hub-eventually';
import { addCaller, addProvider, Rig, unique } from '../support/hub-rig';

const TTL_SECONDS = 2;
const FAILS = answers(401, '{}');

let rig: Rig;
let upstreams: readonly FakeUpstream[];
beforeAll(async () => {
  rig = await Rig.start({ env: { SESSION_TTL: String(TTL_SECONDS) } });
  upstreams = await Promise.all([FakeUpstream.start(), FakeUpstream.start(), FakeUpstream.start()]);
});
afterAll(async () => {
  await Promise.all((upstreams ?? []).map((upstream) => upstream.stop()));
  await rig?.stop();
});

/** Three providers of one group that only the returned key reaches. */
async function threeProviders(dialect: Dialect, settings: Record<string, unknown> = {}) {
  const group = unique('trio');
  await rig.hub.admin('POST', '/provider-groups', { name: group });
  const ids: number[] = [];
  for (const { url } of upstreams) {
    ids.push(await addProvider(rig.hub, { type: dialect.providerType, url, groups: [group], ...settings }));
  }
  const { key } = await addCaller(rig.hub, { providerGroups: [group] });
  const model = unique('sticky');
  const ask = async (session: Session = {}, asked = model) => {
    const got = await send(rig.hub.url, {
      path: dialect.path(asked, false),
      headers: [
        'content-type',
        'application/json',
        'authorization',
        `Bearer ${key}`,
        ...(session.headers ?? []),
      ],
      body: session.body?.(asked) ?? dialect.request(asked, false),
    });
    return (await rig.rowOf(got)).provider_id;
  };
  return { ids, model, ask, key };
}

interface Session {
  readonly headers?: readonly string[];
  readonly body?: (model: string) => string;
}

const anthropic = dialectOf('anthropic');
const header = (id: string): Session => ({ headers: ['x-claude-code-session-id', id] });
const TIMES = 12;

async function providersOf(ask: () => Promise<number | null>): Promise<readonly (number | null)[]> {
  const seen: (number | null)[] = [];
  for (let time = 0; time < TIMES; time += 1) seen.push(await ask());
  return [...new Set(seen)];
}

// What the real clients send, in every form (measured), and what SDKs send that name no session.
const text = (body: object) => (model: string) => JSON.stringify({ model, ...body });
const hello = [{ role: 'user', content: 'hello' }];
const CLAIMS: readonly (readonly [string, Dialect, Session])[] = [
  ['Claude Code, header', anthropic, header('s1')],
  [
    'Claude Code, JSON in user_id',
    anthropic,
    { body: text({ messages: hello, metadata: { user_id: '{"device_id":"d","session_id":"s2"}' } }) },
  ],
  [
    'Claude Code, older user_id',
    anthropic,
    { body: text({ messages: hello, metadata: { user_id: 'user_9f_account__session_7d3' } }) },
  ],
  ['Codex, header', dialectOf('openai-responses'), { headers: ['session-id', 's3'] }],
  ['Codex, older header', dialectOf('openai-responses'), { headers: ['session_id', 's4'] }],
  ['Codex, cache key', dialectOf('openai-responses'), { body: text({ input: 'x', prompt_cache_key: 's5' }) }],
  ['opencode', dialectOf('openai-chat'), { headers: ['x-session-affinity', 's6'] }],
  ['a long id', anthropic, header('é'.repeat(9000))],
  ['an SDK that names none', dialectOf('openai-chat'), { body: text({ messages: hello }) }],
  [
    'an SDK that begins with a long document',
    dialectOf('openai-chat'),
    { body: text({ messages: [{ role: 'user', content: 'x'.repeat(300_000) }] }) },
  ],
  ['Gemini CLI', dialectOf('gemini'), {}],
];

describe.each(CLAIMS)('a session of %s', (_, dialect, session) => {
  it('stays with one provider', async () => {
    const { ids, ask } = await threeProviders(dialect);
    const seen = await providersOf(() => ask(session));
    expect(seen).toHaveLength(1);
    expect(ids).toContain(seen[0]);
  });
});

describe('a session', () => {
  it('is another under another key, or with another beginning', async () => {
    const { ids, ask } = await threeProviders(dialectOf('openai-chat'));
    const seen = new Set<number | null>();
    for (let at = 0; at < 40 && seen.size < ids.length; at += 1) {
      seen.add(await ask({ body: text({ messages: [{ role: 'user', content: `hello ${at}` }] }) }));
    }
    expect(seen.size).toBe(ids.length);
  });

  it('keeps its provider for as long as it is used, and is free some time after', async () => {
    const { key, model, ask } = await threeProviders(anthropic);
    await ask(header('lives'));
    const redis = new Redis(rig.hub.stores.redisUrl);
    try {
      const keys = await redis.keys('cch:session:*');
      const ttls = await Promise.all(keys.map((name) => redis.pttl(name)));
      expect(ttls.every((ttl) => ttl > 0 && ttl <= TTL_SECONDS * 1000)).toBe(true);
      expect(JSON.stringify(keys)).not.toContain('lives');
      expect(key).not.toBe(model);
      await eventually('nothing is left', async () =>
        (await redis.keys('cch:session:*')).length === 0 ? true : undefined,
      );
    } finally {
      redis.disconnect();
    }
  });

  it('is alive as long as a stream of it runs, and for its whole time after that', async () => {
    const { key, model } = await threeProviders(anthropic);
    const more = gate();
    const { begun, rest } = split(anthropic, model);
    for (const upstream of upstreams) {
      upstream.script(model, async ({ res }) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' });
        res.write(begun);
        await more.opened;
        res.end(rest);
      });
    }
    const redis = new Redis(rig.hub.stores.redisUrl);
    try {
      const streaming = send(rig.hub.url, {
        path: anthropic.path(model, true),
        headers: [
          'content-type',
          'application/json',
          'x-api-key',
          key,
          'x-claude-code-session-id',
          'streams',
        ],
        body: anthropic.request(model, true),
      });
      const startedAt = performance.now();
      const name = await eventually('its key', async () => (await redis.keys('cch:session:*'))[0]);
      await eventually('it has outlived its time', async () => {
        expect(await redis.exists(name)).toBe(1);
        return performance.now() - startedAt > TTL_SECONDS * 1500 || undefined;
      });
      more.open();
      expect((await streaming).isWhole).toBe(true);
      const left = await eventually('it is refreshed at the end', async () => {
        const ttl = await redis.pttl(name);
        return ttl > TTL_SECONDS * 850 ? ttl : undefined;
      });
      expect(left).toBeLessThanOrEqual(TTL_SECONDS * 1000);
    } finally {
      redis.disconnect();
    }
  });

  it('is bound anew where failover has led it, and stays there', async () => {
    const { ids, model, ask } = await threeProviders(anthropic, { circuitBreakerFailureThreshold: 0 });
    const first = await ask(header('moves'));
    upstreams[ids.indexOf(first ?? -1)]?.script(model, FAILS);
    const second = await ask(header('moves'));
    expect(second).not.toBe(first);
    upstreams[ids.indexOf(first ?? -1)]?.script(model, standardAnswer);
    expect(await providersOf(() => ask(header('moves')))).toEqual([second]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['disabled', { isEnabled: false }],
    ['drained', { weight: 0 }],
    ['model', { allowedModels: [{ match: 'exact', pattern: 'another' }] }],
    ['client', { blockedClients: ['*'] }],
    ['better_priority', { priority: 5 }],
  ])('leaves its provider at once when that is %s', async (reason, change) => {
    const { model, ids, key } = await threeProviders(anthropic);
    const ask = () =>
      send(rig.hub.url, {
        path: anthropic.path(model, false),
        headers: ['content-type', 'application/json', 'x-api-key', key, 'x-claude-code-session-id', 'leaves'],
        body: anthropic.request(model, false),
      });
    const { provider_id: first } = await rig.rowOf(await ask());
    await rig.hub.admin('PATCH', `/providers/${first}`, change);
    const row = await rig.rowOf(await ask());
    expect(row.provider_id).not.toBe(first);
    expect(ids).toContain(row.provider_id);
    expect(row.provider_chain[0]).toEqual({ kind: 'released', providerId: first, reason });
  });

  it('returns to a provider of better priority once that is well again', async () => {
    const { ids, model, ask } = await threeProviders(anthropic, { circuitBreakerFailureThreshold: 0 });
    const [best = 0] = ids;
    for (const id of ids.slice(1)) await rig.hub.admin('PATCH', `/providers/${id}`, { priority: 1 });
    upstreams[0]?.script(model, FAILS);
    expect(await ask(header('returns'))).not.toBe(best);
    upstreams[0]?.script(model, standardAnswer);
    expect(await providersOf(() => ask(header('returns')))).toEqual([best]);
  });

  it('that uses two models has a provider for each', async () => {
    const { ids, ask } = await threeProviders(anthropic);
    const models = [unique('opus'), unique('haiku')];
    await rig.hub.admin('PATCH', `/providers/${ids[0]}`, {
      allowedModels: [{ match: 'exact', pattern: models[0] }],
    });
    for (const id of ids.slice(1)) {
      await rig.hub.admin('PATCH', `/providers/${id}`, {
        allowedModels: [{ match: 'exact', pattern: models[1] }],
      });
    }
    const other = await ask(header('two'), models[1]);
    for (let time = 0; time < 4; time += 1) {
      expect(await ask(header('two'), models[0])).toBe(ids[0]);
      expect(await ask(header('two'), models[1])).toBe(other);
    }
  });

  it('goes on where a response is continued that a provider has stored', async () => {
    const responses = dialectOf('openai-responses');
    const { model, key } = await threeProviders(responses);
    const respond = async (body: object) => {
      const got = await send(rig.hub.url, {
        path: '/v1/responses',
        headers: ['content-type', 'application/json', 'authorization', `Bearer ${key}`],
        body: JSON.stringify({ model, ...body }),
      });
      return rig.rowOf(got);
    };
    const id = unique('resp');
    const reply = responses.reply(model).replace('"resp_1"', `"${id}"`);
    for (const upstream of upstreams) upstream.script(model, answers(200, reply));
    const first = await respond({ input: 'one' });
    const stored = await eventually('the response is remembered', async () => {
      const redis = new Redis(rig.hub.stores.redisUrl);
      const keys = await redis.keys('cch:response:*');
      redis.disconnect();
      return keys.length > 0 ? keys : undefined;
    });
    expect(stored.length).toBeGreaterThan(0);
    for (let time = 0; time < 6; time += 1) {
      const row = await respond({ input: `more ${time}`, previous_response_id: id });
      expect(row.provider_id).toBe(first.provider_id);
      expect(row.session_id).toBe(first.session_id);
    }
  });
});
