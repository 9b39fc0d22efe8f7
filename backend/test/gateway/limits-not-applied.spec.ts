import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Got, send } from '../support/client';
import { dialectOf } from '../support/fake-upstream-dialects';
import { eventually } from '../support/hub-eventually';
import { addProvider, unique } from '../support/hub-rig';
import { LimitBench } from '../support/limit-bench';

const chat = dialectOf('openai-chat');
const EVERY_LIMIT = {
  limit5hUsd: '0.000001',
  limitDailyUsd: '0.000001',
  limitWeeklyUsd: '0.000001',
  limitMonthlyUsd: '0.000001',
  limitTotalUsd: '0.000001',
  limitConcurrentSessions: 1,
};
const EVERY_CALLER_LIMIT = { ...EVERY_LIMIT, rpmLimit: 1 };

describe('counting tokens', () => {
  let bench: LimitBench;
  let model: string;
  beforeAll(async () => {
    bench = await LimitBench.start(1);
    model = await bench.pricedModel({ perRequest: '0.25' });
  });
  afterAll(() => bench?.stop());

  const PATHS: readonly (readonly [string, string])[] = [
    ['/v1/messages/count_tokens', dialectOf('anthropic').request('counted', false)],
    ['/v1/responses/input_tokens', dialectOf('openai-responses').request('counted', false)],
    ['/v1beta/models/counted:countTokens', dialectOf('gemini').request('counted', false)],
  ];

  function count(key: string, path: string, body: string): Promise<Got> {
    const headers = [
      'content-type',
      'application/json',
      'authorization',
      `Bearer ${key}`,
      'x-session-id',
      'x',
    ];
    return send(bench.rig.hub.url, { path, headers, body });
  }

  it.each(PATHS)('at %s is not limited and counts for no limit', async (path, body) => {
    const { key, keyId, userId } = await bench.caller(EVERY_CALLER_LIMIT, EVERY_CALLER_LIMIT);
    for (let counted = 0; counted < 3; counted += 1) {
      const got = await count(key, path, body);
      expect(got.status).toBe(200);
      expect(got.headers['x-ratelimit-limit']).toBeUndefined();
    }
    expect((await bench.rig.ask(chat, model, { key })).status).toBe(200);
    expect((await bench.rig.ask(chat, model, { key })).status).toBe(429);
    expect((await count(key, path, body)).status).toBe(200);
    for (const subject of [`k${keyId}`, `u${userId}`]) {
      expect(await bench.redis.zcard(`cch:{ledger}:rpm:${subject}`)).toBe(1);
      expect(await bench.redis.zcard(`cch:{ledger}:sessions:${subject}`)).toBe(1);
    }
  });

  it('takes no part in the limits of a provider', async () => {
    const lane = await bench.lane({ type: 'claude', url: bench.rig.upstream.url, ...EVERY_LIMIT });
    const [path, body] = PATHS[0] ?? ['', ''];
    for (let counted = 0; counted < 3; counted += 1)
      expect((await count(lane.key, path, body)).status).toBe(200);
    expect(await bench.redis.exists(`cch:{ledger}:sessions:p${lane.providerId}`)).toBe(0);
  });
});

describe('ENABLE_RATE_LIMIT=false', () => {
  let bench: LimitBench;
  let model: string;
  beforeAll(async () => {
    bench = await LimitBench.start(1, { ENABLE_RATE_LIMIT: 'false' });
    model = await bench.pricedModel({ perRequest: '0.25' });
  });
  afterAll(() => bench?.stop());

  it('lets everything pass and still counts what it costs', async () => {
    const { key, keyId } = await bench.caller(EVERY_CALLER_LIMIT, EVERY_CALLER_LIMIT);
    for (let asked = 0; asked < 6; asked += 1) {
      const got = await bench.rig.ask(chat, model, { key, headers: ['x-session-id', unique('session')] });
      expect(got.status).toBe(200);
      expect(got.headers['x-ratelimit-limit']).toBeUndefined();
    }
    const spent = async (table: string) => {
      const [row] = await bench.rig.ledger.query<{ spent: string | null }>(
        `SELECT trim_scale(sum(cost_usd))::text AS spent FROM ${table} WHERE key_id = $1`,
        [keyId],
      );
      return row?.spent;
    };
    await eventually(
      'the ledger has it',
      async () => (await spent('message_request')) === '1.5' || undefined,
    );
    expect(await spent('usage_hourly')).toBe('1.5');
    expect(await bench.rig.ledger.query('SELECT 1 FROM rate_limit_event WHERE key_id = $1', [keyId])).toEqual(
      [],
    );
  });

  it('passes over no provider', async () => {
    const group = unique('group');
    await bench.rig.hub.admin('POST', '/provider-groups', { name: group });
    const limits = { ...EVERY_LIMIT, groups: [group] };
    const providerId = await addProvider(bench.rig.hub, {
      type: 'openai-compatible',
      url: bench.rig.upstream.url,
      ...limits,
    });
    const { key } = await bench.caller({ providerGroups: [group] });
    for (let asked = 0; asked < 3; asked += 1) {
      const got = await bench.rig.ask(chat, model, { key, headers: ['x-session-id', unique('session')] });
      expect(await bench.rig.rowOf(got)).toMatchObject({ provider_id: providerId, outcome: 'answered' });
    }
  });

  it('still refuses models without a price when that is set', async () => {
    await bench.rig.hub.admin('PATCH', '/settings', { unpricedModels: 'refuse' });
    expect((await bench.rig.ask(chat, unique('unpriced'))).headers['x-hub-error']).toBe('model_unpriced');
    await bench.rig.hub.admin('PATCH', '/settings', { unpricedModels: null });
  });
});
