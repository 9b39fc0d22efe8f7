import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedKeyView } from '../../src/keys/key.dto';
import type { ProviderView } from '../../src/providers/provider-page.dto';
import type { LedgerRow } from '../../src/usage/ledger-row';
import { LedgerStore } from '../../src/usage/ledger-store';
import type { UsageLogPage, UsageLogView } from '../../src/usage/usage-log.dto';
import type { UserView } from '../../src/users/user.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { ledgerRow } from '../support/ledger-rows';

let app: AdminApp;
let ids: { user: number; key: number; provider: number };

beforeAll(async () => {
  app = await startAdminApp();
  ids = await accounts();
  await insert(...ROWS());
});
afterAll(() => app.stop());

const insert = (...rows: LedgerRow[]) => new LedgerStore(app.database).insert(JSON.stringify(rows));

async function accounts() {
  const { body: user } = await app.client.post<UserView>('/api/v1/users', { name: 'Ada' });
  const { body: key } = await app.client.post<IssuedKeyView>(`/api/v1/users/${user.id}/keys`, {
    name: 'laptop',
  });
  const { body: provider } = await app.client.post<ProviderView>('/api/v1/providers', {
    name: 'Anthropic',
    type: 'claude',
    url: 'https://example.com',
    key: 'k',
  });
  return { user: user.id, key: key.id, provider: provider.id };
}

const FULL_TIME = '2026-03-02T10:00:00.123Z';

const PARTS = {
  input: '0.0001',
  output: '0.0002',
  cacheWrite5m: '0.0003',
  cacheWrite1h: '0.0001',
  cacheRead: '0.0001',
  imageInput: '0.0001',
  imageOutput: '0.0001',
  perRequest: '0',
};

const ROWS = () => [
  ledgerRow({
    created_at: '2026-03-01T23:59:59.999Z',
    user_id: 500,
    session_id: 'other',
    requested_model: 'gpt-6',
  }),
  ledgerRow({
    created_at: FULL_TIME,
    user_id: ids.user,
    key_id: ids.key,
    provider_id: ids.provider,
    provider_type: 'claude',
    requested_model: 'claude-sonnet-4-5',
    model: 'claude-sonnet-4-5-20250929',
    session_id: 'session-1',
    is_streaming: true,
    input_tokens: 10,
    output_tokens: 20,
    cache_creation_tokens: 3,
    cache_creation_5m_tokens: 1,
    cache_creation_1h_tokens: 2,
    cache_read_tokens: 4,
    reasoning_tokens: 5,
    image_input_tokens: 6,
    image_output_tokens: 7,
    cost_usd: '0.001230000000000',
    price_id: 17,
    cost_breakdown: {
      ...PARTS,
      base: '0.001',
      providerMultiplier: '1.2',
      groupMultiplier: '1',
      total: '0.0012',
      longContextAbove: 200_000,
      isPriority: true,
      failedAttempts: [{ providerId: ids.provider, total: '0.00003' }],
    },
    duration_ms: 1500,
    ttfb_ms: 300,
    hub_ms: 0.5,
    provider_chain: [
      { kind: 'skipped', providerId: 999, reason: 'disabled' },
      { kind: 'released', providerId: ids.provider, reason: 'better_priority' },
      {
        kind: 'selected',
        providerId: ids.provider,
        method: 'weight',
        priority: 0,
        weight: 1,
        probability: 0.5,
        circuit: 'closed',
        candidates: [
          { providerId: ids.provider, probability: 0.5 },
          { providerId: 999, probability: 0.5 },
        ],
      },
      {
        kind: 'attempt',
        number: 1,
        providerId: ids.provider,
        outcome: 'answered',
        startedMs: 1,
        durationMs: 1499,
      },
      { kind: 'exhausted', reason: 'deadline' },
    ],
    client_ip: '203.0.113.7',
    user_agent: 'claude-cli/2.0',
  }),
  ledgerRow({
    created_at: '2026-03-03T00:00:00.000Z',
    user_id: ids.user,
    status_code: 503,
    outcome: 'refused',
    error_code: 'no_provider',
    error_message: 'no provider',
    cost_state: 'none',
  }),
];

const list = async (query: string) =>
  (await app.client.get<UsageLogPage>(`/api/v1/usage-logs?${query}`)).body.items;
const times = async (query: string) => (await list(query)).map((entry) => entry.createdAt);

it('shows every field, with names', async () => {
  const [entry] = await list('sessionId=session-1');
  expect(entry).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    createdAt: FULL_TIME,
    userId: ids.user,
    userName: 'Ada',
    keyId: ids.key,
    keyName: 'laptop',
    providerId: ids.provider,
    providerName: 'Anthropic',
    endpoint: '/v1/messages',
    clientFormat: 'anthropic',
    providerType: 'claude',
    requestedModel: 'claude-sonnet-4-5',
    model: 'claude-sonnet-4-5-20250929',
    sessionId: 'session-1',
    isStreaming: true,
    statusCode: 200,
    outcome: 'answered',
    errorCode: null,
    errorMessage: null,
    inputTokens: 10,
    outputTokens: 20,
    cacheCreationTokens: 3,
    cacheCreation5mTokens: 1,
    cacheCreation1hTokens: 2,
    cacheReadTokens: 4,
    reasoningTokens: 5,
    imageInputTokens: 6,
    imageOutputTokens: 7,
    costUsd: '0.00123',
    costState: 'exact',
    priceId: 17,
    isUnpriced: false,
    costBreakdown: {
      parts: PARTS,
      base: '0.001',
      providerMultiplier: '1.2',
      groupMultiplier: '1',
      total: '0.0012',
      longContextAbove: 200_000,
      isPriority: true,
      failedAttempts: [{ providerId: ids.provider, providerName: 'Anthropic', total: '0.00003' }],
    },
    durationMs: 1500,
    ttfbMs: 300,
    hubMs: 0.5,
    providerChain: [
      { kind: 'skipped', providerId: 999, providerName: null, reason: 'disabled' },
      {
        kind: 'released',
        providerId: ids.provider,
        providerName: 'Anthropic',
        reason: 'better_priority',
      },
      {
        kind: 'selected',
        providerId: ids.provider,
        providerName: 'Anthropic',
        method: 'weight',
        priority: 0,
        weight: 1,
        probability: 0.5,
        circuit: 'closed',
        candidates: [
          { providerId: ids.provider, providerName: 'Anthropic', probability: 0.5 },
          { providerId: 999, providerName: null, probability: 0.5 },
        ],
      },
      {
        kind: 'attempt',
        number: 1,
        providerId: ids.provider,
        providerName: 'Anthropic',
        outcome: 'answered',
        startedMs: 1,
        durationMs: 1499,
      },
      { kind: 'exhausted', reason: 'deadline' },
    ],
    conversionLosses: [],
    clientIp: '203.0.113.7',
    userAgent: 'claude-cli/2.0',
  });
  const single = await app.client.get<UsageLogView>(`/api/v1/usage-logs/${entry?.id}`);
  expect(single.body).toEqual(entry);
});

it.each([
  ['no cost at all', { cost_state: 'none' }, { priceId: null, isUnpriced: false, costBreakdown: null }],
  [
    'a model without a price',
    { cost_usd: '0', is_unpriced: true },
    { costUsd: '0', priceId: null, isUnpriced: true, costBreakdown: null },
  ],
  [
    'an ordinary price',
    { cost_usd: '0.5', price_id: 3, cost_breakdown: { ...PARTS, base: '0.001', total: '0.001' } },
    {
      priceId: 3,
      costBreakdown: {
        parts: PARTS,
        total: '0.001',
        longContextAbove: null,
        isPriority: false,
        failedAttempts: [],
      },
    },
  ],
  [
    'failed attempts alone',
    { cost_usd: '0.5', cost_breakdown: { failedAttempts: [{ providerId: 999, total: '0.5' }] } },
    {
      costBreakdown: {
        parts: null,
        base: null,
        providerMultiplier: null,
        groupMultiplier: null,
        total: null,
        failedAttempts: [{ providerId: 999, providerName: null, total: '0.5' }],
      },
    },
  ],
] as const)('shows the cost of %s', async (what, fields, expected) => {
  await insert(
    ledgerRow({ created_at: '2026-03-05T00:00:00.000Z', user_id: 600, session_id: what, ...fields }),
  );
  const [entry] = await list(`sessionId=${encodeURIComponent(what)}`);
  expect(entry).toMatchObject(expected);
  await app.database.query('DELETE FROM message_request WHERE user_id = 600');
});

it('filters', async () => {
  const [first, second, third] = ['2026-03-01T23:59:59.999Z', FULL_TIME, '2026-03-03T00:00:00.000Z'];
  expect(await times('')).toEqual([third, second, first]);
  expect(await times('sort=createdAt')).toEqual([first, second, third]);
  expect(await times(`userId=${ids.user}`)).toEqual([third, second]);
  expect(await times(`keyId=${ids.key}&userId=${ids.user}`)).toEqual([third, second]);
  expect(await times(`providerId=${ids.provider}`)).toEqual([second]);
  expect(await times('model=gpt-6')).toEqual([first]);
  expect(await times('sessionId=other')).toEqual([first]);
  expect(await times('status=503')).toEqual([third]);
  expect(await times('errorCode=no_provider')).toEqual([third]);
  expect(await times(`from=${FULL_TIME}`)).toEqual([third, second]); // from is included
  expect(await times(`to=${FULL_TIME}`)).toEqual([first]); // to is not
  expect(await times('from=2026-03-02T08:00:00%2B08:00&to=2026-03-03T08:00:00%2B08:00')).toEqual([second]);
  expect(await times('status=200&userId=500&errorCode=none')).toEqual([]);
});

it.each([
  ['from=2026-03-01', 'from', 'bad_format'],
  ['to=yesterday', 'to', 'bad_format'],
  ['userId=0', 'userId', 'out_of_range'],
  ['userId=abc', 'userId', 'wrong_type'],
  ['status=99', 'status', 'out_of_range'],
  ['sort=costUsd', 'sort', 'not_a_choice'],
  ['model=a%00b', 'model', 'bad_characters'],
  ['search=x', 'search', 'unknown_field'],
])('refuses the query %s', async (query, path, code) => {
  const answer = await app.client.get(`/api/v1/usage-logs?${query}`);
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([{ path, code, message: expect.any(String) }]);
});

it.each(['7', 'not-a-uuid', '0199f1c2-7d3a-7c11-9d5e-2f6a8b4c1d90', '00000000-0000-4000-8000-000000000000'])(
  'knows no request %s',
  async (id) => {
    expect((await app.client.get(`/api/v1/usage-logs/${id}`)).status).toBe(404);
  },
);

it('keeps the names of what was deleted', async () => {
  await app.client.delete(`/api/v1/users/${ids.user}`);
  await app.client.delete(`/api/v1/providers/${ids.provider}`);
  const [entry] = await list('sessionId=session-1');
  expect(entry).toMatchObject({ userName: 'Ada', keyName: 'laptop', providerName: 'Anthropic' });
  expect(entry?.providerChain[1]).toMatchObject({ kind: 'released', providerName: 'Anthropic' });
});

describe('paging', () => {
  it('walks every entry once, newest first, while new ones arrive', async () => {
    const sameTime = Array.from({ length: 25 }, (_, n) =>
      ledgerRow({
        created_at: n < 20 ? '2026-03-02T12:00:00.000Z' : '2026-03-02T12:00:00.001Z',
        user_id: 77,
      }),
    );
    await insert(...sameTime);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `/api/v1/usage-logs?userId=77&limit=4${cursor && `&cursor=${cursor}`}`;
      const { body } = await app.client.get<UsageLogPage>(path);
      seen.push(...body.items.map((entry) => entry.id));
      cursor = body.nextCursor;
      await insert(ledgerRow({ created_at: '2026-03-03T12:00:00.000Z', user_id: 77 }));
    }
    expect(seen.toSorted()).toEqual(sameTime.map((row) => row.id).toSorted());
  });
});
