import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PriceSyncPreview, PriceSyncResult } from '../../src/prices/price-sync.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { unique } from '../support/hub-rig';
import { PriceDesk } from '../support/price-desk';
import { PriceOrigin } from '../support/price-origin';

let origin: PriceOrigin;
let app: AdminApp;
let desk: PriceDesk;
beforeAll(async () => {
  origin = await PriceOrigin.start();
  app = await startAdminApp({ PRICE_SYNC_URL: origin.url('/table.json') });
  desk = new PriceDesk(app);
});
afterAll(async () => {
  await app?.stop();
  await origin?.close();
});

const PRICES = '/api/v1/model-prices';

/** A table in LiteLLM's form, of models with a price for input each. */
const table = (prices: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(prices).map(([model, cost]) => [
      model,
      { input_cost_per_token: cost, output_cost_per_token: 1e-5, mode: 'chat' },
    ]),
  );

/** Both ways in: what is fetched, and what is uploaded. */
const WAYS = [
  {
    way: 'sync',
    body: (content: object) => {
      origin.table = content;
      return {};
    },
  },
  { way: 'upload', body: (content: object) => ({ content: JSON.stringify(content) }) },
] as const;

describe.each(WAYS)('$way', ({ way, body }) => {
  const preview = async (content: object) => {
    const answer = await app.client.post<PriceSyncPreview>(`${PRICES}/${way}/preview`, body(content));
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  const apply = (content: object, fields: object) =>
    app.client.post<PriceSyncResult>(`${PRICES}/${way}`, { ...body(content), ...fields });

  let names: {
    readonly fresh: string;
    readonly synced: string;
    readonly manual: string;
    readonly same: string;
  };
  beforeEach(async () => {
    const run = unique(way);
    names = { fresh: `${run}/fresh`, synced: `${run}-synced`, manual: `${run}-manual`, same: `${run}-same` };
    const before = table({ [names.synced]: 1e-6, [names.same]: 1e-6 });
    const { digest } = await preview(before);
    expect((await apply(before, { digest })).status).toBe(200);
    await desk.put(names.manual, { inputCostPerToken: '0.000009' });
  });

  const changes = () =>
    table({ [names.fresh]: 2e-6, [names.synced]: 2e-6, [names.manual]: 2e-6, [names.same]: 1e-6 });

  it('shows what would change, and changes nothing', async () => {
    const before = await desk.read(names.synced);
    const shown = await preview({
      ...changes(),
      'by the picture': { output_cost_per_image: 0.04 },
      negative: { input_cost_per_token: -1 },
    });
    expect(shown).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      added: [
        {
          model: names.fresh,
          source: null,
          fields: [
            { field: 'inputCostPerToken', before: null, after: '0.000002' },
            { field: 'outputCostPerToken', before: null, after: '0.00001' },
          ],
        },
      ],
      changed: [
        {
          model: names.synced,
          source: 'synced',
          fields: [{ field: 'inputCostPerToken', before: '0.000001', after: '0.000002' }],
        },
      ],
      protected: [
        {
          model: names.manual,
          source: 'manual',
          fields: [
            { field: 'inputCostPerToken', before: '0.000009', after: '0.000002' },
            { field: 'outputCostPerToken', before: null, after: '0.00001' },
          ],
        },
      ],
      unchanged: 1,
      skipped: [
        { model: 'by the picture', reason: 'no_token_prices' },
        { model: 'negative', reason: 'bad_number' },
      ],
    });
    expect(await desk.read(names.synced)).toEqual(before);
    expect((await app.client.get(desk.pathOf(names.fresh))).status).toBe(404);
  });

  it('changes what was shown, and leaves alone what was set by hand', async () => {
    const [manual, same] = [await desk.read(names.manual), await desk.read(names.same)];
    const { digest } = await preview(changes());
    const applied = await apply(changes(), { digest });
    expect(applied.body).toEqual({
      added: 1,
      changed: 1,
      overwritten: 0,
      protected: 1,
      unchanged: 1,
      skipped: 0,
    });
    expect(await desk.read(names.fresh)).toMatchObject({ source: 'synced', inputCostPerToken: '0.000002' });
    expect(await desk.read(names.synced)).toMatchObject({ source: 'synced', inputCostPerToken: '0.000002' });
    expect(await desk.history(names.synced)).toHaveLength(2);
    expect(await desk.read(names.manual)).toEqual(manual);
    expect(await desk.read(names.same)).toEqual(same); // not even a new version

    const again = await preview(changes());
    expect([again.added, again.changed, again.unchanged, again.digest]).toEqual([[], [], 3, digest]);
  });

  it('overwrites those set by hand that are named, and no others', async () => {
    const other = `${names.manual}-2`;
    await desk.put(other, { inputCostPerToken: '0.000009' });
    const content = { ...changes(), ...table({ [other]: 2e-6 }) };
    const { digest } = await preview(content);
    const applied = await apply(content, { digest, overwriteManual: [names.manual, 'no such model'] });
    expect(applied.body).toMatchObject({ overwritten: 1, protected: 1 });
    expect(await desk.read(names.manual)).toMatchObject({ source: 'synced', inputCostPerToken: '0.000002' });
    expect(await desk.read(other)).toMatchObject({ source: 'manual', inputCostPerToken: '0.000009' });
  });

  it('keeps prices that the table does not mention', async () => {
    const content = table({ [names.fresh]: 2e-6 });
    const { digest } = await preview(content);
    await apply(content, { digest });
    expect(await desk.read(names.synced)).toMatchObject({ inputCostPerToken: '0.000001' });
  });

  it('refuses another table than the one that was shown', async () => {
    const { digest } = await preview(changes());
    const answer = await apply({ ...changes(), ...table({ [names.fresh]: 3e-6 }) }, { digest });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'conflict' });
    expect((await app.client.get(desk.pathOf(names.fresh))).status).toBe(404);
  });

  it('knows the table again when it is only written in another way', async () => {
    const { digest } = await preview(changes());
    const reversed = Object.fromEntries(Object.entries(changes()).toReversed());
    expect((await apply(reversed, { digest })).status).toBe(200);
  });

  it('applies a table once, however often it is sent', async () => {
    const { digest } = await preview(changes());
    const answers = await Promise.all([1, 2, 3, 4].map(() => apply(changes(), { digest })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers.filter((answer) => answer.body.added === 1)).toHaveLength(1);
    expect(await desk.history(names.fresh)).toHaveLength(1);
    expect(await desk.history(names.synced)).toHaveLength(2);
  });

  it.each([{}, { digest: 'none' }, { digest: 7 }, { digest: 'A'.repeat(64) }])(
    'is not done blindly: %j',
    async (fields) => {
      const answer = await app.client.post(`${PRICES}/${way}`, { ...body(changes()), ...fields });
      expect(answer.body.errors).toMatchObject([{ path: 'digest' }]);
    },
  );

  it('refuses names that are none', async () => {
    const digest = 'a'.repeat(64);
    const answer = await app.client.post(`${PRICES}/${way}`, {
      ...body(changes()),
      digest,
      overwriteManual: ['', 7],
    });
    expect(answer.body.errors.map(({ path }) => path)).toEqual(['overwriteManual[0]', 'overwriteManual[1]']);
  });

  it('takes over tiers, the priority tier and every digit', async () => {
    const content = {
      [names.fresh]: {
        input_cost_per_token: 1.25e-6,
        input_cost_per_token_above_200k_tokens: 2.5e-6,
        input_cost_per_token_priority: 2.1e-6,
        input_cost_per_request: 0.005,
        cache_creation_input_token_cost_above_1hr: 1.000_000_001e-6,
      },
    };
    const { digest, added } = await preview(content);
    expect(added[0]?.fields).toContainEqual({
      field: 'longContext[200000].inputCostPerToken',
      before: null,
      after: '0.0000025',
    });
    await apply(content, { digest });
    expect(await desk.read(names.fresh)).toMatchObject({
      inputCostPerToken: '0.00000125',
      cacheCreation1hCostPerToken: '0.000001000000001',
      costPerRequest: '0.005',
      longContext: [{ aboveTokens: 200_000, inputCostPerToken: '0.0000025' }],
      priority: { inputCostPerToken: '0.0000021', longContext: null },
    });
  });
});

describe('a source', () => {
  afterEach(() => (origin.table = {}));

  const preview = (url?: unknown) => app.client.post(`${PRICES}/sync/preview`, { url });

  it.each([
    ['/failing', /status 503/],
    ['/page', /no JSON object/],
    ['/list', /no JSON object/],
    ['/nothing', /no JSON object/],
    ['/empty', /no prices/],
    ['/loop', /redirects more than 5 times/],
    ['/to-file', /not allowed/],
    ['/huge', /larger than 32 MiB/],
    ['/cut', /cannot be read/],
  ])('that answers as %s does is a problem with its reason', async (path, reason) => {
    for (const call of ['sync/preview', 'sync']) {
      const answer = await app.client.post(`${PRICES}/${call}`, {
        url: origin.url(path),
        ...(call === 'sync' ? { digest: 'a'.repeat(64) } : {}),
      });
      expect(answer.status).toBe(502);
      expect(answer.body).toMatchObject({
        code: 'price_source_failed',
        detail: expect.stringMatching(reason),
      });
      expect(answer.body.detail).toContain(new URL(origin.url('/')).host);
    }
  });

  it.each([
    'ftp://example.com/table.json',
    'file:///etc/hostname',
    'prices.json',
    'https://user:secret@example.com/',
    '',
    7,
  ])('is no address: %j', async (url) => {
    const answer = await preview(url);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ path: 'url' }]);
    expect(answer.text).not.toContain('secret');
  });

  it('is the configured one unless the request names another', async () => {
    const before = origin.seen.length;
    origin.table = { m: { input_cost_per_token: 1e-6 } };
    await preview();
    await preview(origin.url('/table.json?version=2'));
    expect(origin.seen.slice(before)).toEqual(['GET /table.json', 'GET /table.json?version=2']);
  });

  it('that nobody has asked for is not asked', async () => {
    const before = origin.seen.length;
    const own = await startAdminApp({ PRICE_SYNC_URL: origin.url('/table.json') });
    await own.client.get(PRICES);
    await own.stop();
    expect(origin.seen.length).toBe(before);
  });
});

describe('an upload', () => {
  const preview = (content: unknown) => app.client.post(`${PRICES}/upload/preview`, { content });

  it.each([
    ['no JSON', 'prices', 'bad_format'],
    ['a list', '[]', 'bad_format'],
    ['an empty table', '{}', 'bad_format'],
    ['nothing usable', '{"m": {"input_cost_per_token": -1}}', 'bad_format'],
    ['nothing', '', 'too_short'],
    ['an object in the place of a text', {}, 'wrong_type'],
  ])('of %s is refused', async (_what, content, code) => {
    const answer = await preview(content);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ path: 'content', code, message: expect.any(String) }]);
  });

  it('may be larger than other bodies, up to a point', async () => {
    const models = Object.fromEntries(
      [...Array(12_000).keys()].map((n) => [
        `${unique('bulk')}-${n}`,
        { input_cost_per_token: 1e-6, about: 'x'.repeat(100) },
      ]),
    );
    const content = JSON.stringify(models, undefined, 4);
    expect(content.length).toBeGreaterThan(2_000_000);
    const { body } = await app.client.post<PriceSyncPreview>(`${PRICES}/upload/preview`, { content });
    expect(body.added).toHaveLength(12_000);
    const { status, body: applied } = await app.client.post<PriceSyncResult>(`${PRICES}/upload`, {
      content,
      digest: body.digest,
    });
    expect(status).toBe(200);
    expect(applied.added).toBe(12_000);

    const tooLarge = await preview(' '.repeat(16_777_216));
    expect(tooLarge.status).toBe(413);
    expect(tooLarge.body.code).toBe('body_too_large');
  });
});
