import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelPricePage, ModelPriceView, PriceHistoryPage } from '../../src/prices/model-price-page.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { unique } from '../support/hub-rig';
import { PriceDesk } from '../support/price-desk';

let app: AdminApp;
let desk: PriceDesk;
beforeAll(async () => {
  app = await startAdminApp();
  desk = new PriceDesk(app);
});
afterAll(() => app?.stop());

const LIST = '/api/v1/model-prices';
const put = (model: string, body: unknown) => app.client.send('PUT', desk.pathOf(model), { body });
const list = async (query: string) => (await app.client.get<ModelPricePage>(`${LIST}?${query}`)).body;

const EVERYTHING = {
  inputCostPerToken: '0.000003',
  outputCostPerToken: '0.000015',
  cacheCreationCostPerToken: '0.00000375',
  cacheCreation1hCostPerToken: '0.000006',
  cacheReadCostPerToken: '0.0000003',
  inputCostPerImageToken: '0.00001',
  outputCostPerImageToken: '0.00004',
};
const NOTHING = Object.fromEntries(Object.keys(EVERYTHING).map((field) => [field, null]));

it('is set as a whole, in USD per token, and stored exactly', async () => {
  const model = unique('whole');
  const fields = {
    ...EVERYTHING,
    costPerRequest: '0.005',
    longContext: [
      { aboveTokens: 512_000, ...EVERYTHING, inputCostPerToken: '0.000000000000001' },
      { aboveTokens: 200_000, inputCostPerToken: '0.000006' },
    ],
    priority: {
      inputCostPerToken: '0.0000045',
      longContext: [{ aboveTokens: 200_000, outputCostPerToken: '1' }],
    },
  };
  const price = await desk.put(model, fields);
  expect(price).toEqual({
    id: expect.any(Number),
    model,
    source: 'manual',
    createdAt: expect.stringMatching(/Z$/),
    ...EVERYTHING,
    costPerRequest: '0.005',
    longContext: [
      { ...NOTHING, aboveTokens: 200_000, inputCostPerToken: '0.000006' },
      { ...EVERYTHING, aboveTokens: 512_000, inputCostPerToken: '0.000000000000001' },
    ],
    priority: {
      ...NOTHING,
      inputCostPerToken: '0.0000045',
      longContext: [{ ...NOTHING, aboveTokens: 200_000, outputCostPerToken: '1' }],
    },
  });
  expect(await desk.read(model)).toEqual(price);
  const [row] = await app.database.query('SELECT sheet FROM model_price WHERE id = $1', [price.id]);
  expect(row.sheet).toMatchObject({
    input: '3',
    cacheWrite5m: '3.75',
    cacheRead: '0.3',
    perRequest: '0.005',
  });
  expect(row.sheet.longContext).toEqual([
    { above: 200_000, input: '6' },
    expect.objectContaining({ above: 512_000, input: '0.000000001' }),
  ]);
});

it('can be sent back as it was read, without a change', async () => {
  const model = unique('again');
  const {
    id: _id,
    source,
    createdAt: _createdAt,
    ...fields
  } = await desk.put(model, {
    ...EVERYTHING,
    priority: { outputCostPerToken: '0.00002' },
  });
  expect(await desk.put(model, fields)).toEqual({
    ...fields,
    source,
    id: expect.any(Number),
    createdAt: expect.any(String),
  });
});

it('takes numbers and exponents as what they say', async () => {
  const costs = { inputCostPerToken: 3e-7, outputCostPerToken: '1.5e-05', costPerRequest: 0.01 };
  expect(await desk.put(unique('numbers'), costs)).toMatchObject({
    inputCostPerToken: '0.0000003',
    outputCostPerToken: '0.000015',
    costPerRequest: '0.01',
  });
});

it.each([
  'openai/gpt-6',
  'us.anthropic.claude-opus-5-v1:0',
  'openrouter/z-ai/glm-5.3',
  'claude-opus-5[1m]',
  'a model?with=query#and&more%2F',
  '通义千问',
  'sync',
  'history',
  'm'.repeat(256),
])('has the name %s in its path', async (model) => {
  const created = await app.client.post<ModelPriceView>(LIST, { model, inputCostPerToken: '0.000001' });
  expect(created.status, created.text).toBe(201);
  expect(created.headers.location).toBe(desk.pathOf(model));
  expect((await desk.read(model)).model).toBe(model);
  expect((await desk.put(model, { inputCostPerToken: '0.000002' })).id).toBeGreaterThan(created.body.id);
  expect((await app.client.delete(desk.pathOf(model))).status).toBe(204);
  expect((await app.client.get(desk.pathOf(model))).status).toBe(404);
  expect(await desk.history(model)).toHaveLength(2);
});

it.each(['%00', 'm'.repeat(257), '%20', 'unknown', '%0A'])('knows no price of %s', async (name) => {
  for (const path of [`${LIST}/${name}`, `${LIST}/${name}/history`]) {
    expect((await app.client.get(path)).status, path).toBe(404);
  }
  expect((await app.client.delete(`${LIST}/${name}`)).status).toBe(404);
});

it.each([
  ['%00', 'bad_characters'],
  ['%20a', 'bad_characters'],
  ['m'.repeat(257), 'too_long'],
])('cannot be set for a model called %s', async (name, code) => {
  const answer = await app.client.send('PUT', `${LIST}/${name}`, { body: { inputCostPerToken: '1' } });
  expect(answer.body.errors).toEqual([{ path: 'model', code, message: expect.any(String) }]);
});

describe('history', () => {
  it('keeps every version, and deletion only ends the last one', async () => {
    const model = unique('history');
    const first = await desk.put(model, { inputCostPerToken: '0.000001' });
    const second = await desk.put(model, { inputCostPerToken: '0.000002' });
    await app.client.delete(desk.pathOf(model));
    const third = await desk.put(model, { inputCostPerToken: '0.000003' });

    const versions = await desk.history(model);
    expect(versions.map(({ id }) => id)).toEqual([third.id, second.id, first.id]);
    expect(versions.map((version) => version.inputCostPerToken)).toEqual([
      '0.000003',
      '0.000002',
      '0.000001',
    ]);
    expect(versions[0]?.supersededAt).toBeNull();
    expect(versions[2]?.supersededAt).toBe(second.createdAt);
    expect(versions[1]?.supersededAt).not.toBeNull();
  });

  it('is read page by page', async () => {
    const model = unique('pages');
    for (const micros of [1, 2, 3]) await desk.put(model, { inputCostPerToken: `0.00000${micros}` });
    const path = `${desk.pathOf(model)}/history?limit=2`;
    const { body } = await app.client.get<PriceHistoryPage>(path);
    expect(body.items).toHaveLength(2);
    const next = await app.client.get<PriceHistoryPage>(`${path}&cursor=${body.nextCursor}`);
    expect(next.body.items.map((version) => version.inputCostPerToken)).toEqual(['0.000001']);
    expect(next.body.nextCursor).toBeNull();
  });

  it('has one current version, however many edit at once', async () => {
    const model = unique('crowd');
    const edits = [...Array(12).keys()].map((n) => put(model, { inputCostPerToken: `0.0000${n + 10}` }));
    const statuses = (await Promise.all(edits)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const versions = await desk.history(model);
    expect(versions).toHaveLength(12);
    expect(versions.filter(({ supersededAt }) => supersededAt === null)).toHaveLength(1);
    const [current, ...rest] = versions;
    expect((await desk.read(model)).id).toBe(current?.id);
    // Each one ends when the next one begins.
    expect(rest.map(({ supersededAt }) => supersededAt)).toEqual(
      versions.slice(0, -1).map(({ createdAt }) => createdAt),
    );
  });
});

describe('POST', () => {
  it('takes the place of a price that came with the hub', async () => {
    const shipped = await desk.read('claude-opus-4-1');
    expect(shipped.source).toBe('shipped');
    const answer = await app.client.post<ModelPriceView>(LIST, { model: shipped.model, ...EVERYTHING });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ source: 'manual', ...EVERYTHING });
  });

  it('leaves a price alone that was set by hand', async () => {
    const model = unique('taken');
    const first = await desk.put(model, { inputCostPerToken: '0.000001' });
    const answer = await app.client.post(LIST, { model, inputCostPerToken: '0.000002' });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      code: 'name_taken',
      errors: [{ path: 'model', code: 'name_taken' }],
    });
    expect(await desk.read(model)).toEqual(first);
  });

  it.each([
    [{}, 'model', 'required'],
    [{ model: '' }, 'model', 'too_short'],
    [{ model: '..' }, 'model', 'bad_characters'],
    [{ model: 7 }, 'model', 'wrong_type'],
    [{ model: 'm'.repeat(257) }, 'model', 'too_long'],
  ])('refuses %j', async (name, path, code) => {
    const answer = await app.client.post(LIST, { ...name, inputCostPerToken: '1' });
    expect(answer.body.errors).toEqual([{ path, code, message: expect.any(String) }]);
  });
});

describe('bad input', () => {
  it.each([
    ['inputCostPerToken', '-0.000001', 'out_of_range'],
    ['inputCostPerToken', -1, 'out_of_range'],
    ['inputCostPerToken', 'NaN', 'bad_format'],
    ['inputCostPerToken', 'Infinity', 'bad_format'],
    ['inputCostPerToken', '1,5', 'bad_format'],
    ['inputCostPerToken', '', 'bad_format'],
    ['inputCostPerToken', '1.000000000000001', 'out_of_range'],
    ['inputCostPerToken', '1e999', 'out_of_range'],
    ['inputCostPerToken', 1e300, 'out_of_range'],
    ['inputCostPerToken', '9'.repeat(10_000), 'bad_format'],
    ['inputCostPerToken', '0.0000000000000001', 'bad_format'],
    ['inputCostPerToken', 1.234_567_890_123_456_7e-6, 'bad_format'],
    ['inputCostPerToken', true, 'wrong_type'],
    ['inputCostPerToken', { usd: 1 }, 'wrong_type'],
    ['cacheReadCostPerToken', '-1', 'out_of_range'],
    ['costPerRequest', '1000.1', 'out_of_range'],
    ['costPerRequest', '0.0000000001', 'bad_format'],
    ['longContext', {}, 'wrong_type'],
    [
      'longContext',
      Array.from({ length: 9 }, (_, n) => ({ aboveTokens: n + 1, inputCostPerToken: '0' })),
      'too_many',
    ],
    ['priority', [], 'wrong_type'],
    ['priority', '2', 'wrong_type'],
    ['discount', '0.5', 'unknown_field'],
    ['model', 'another', 'not_a_choice'],
  ])('%s of %j is %s', async (path, value, code) => {
    const model = unique('bad');
    const answer = await put(model, { outputCostPerToken: '0.000001', [path]: value });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ path, code, message: expect.any(String) }]);
    expect((await app.client.get(desk.pathOf(model))).status).toBe(404);
  });

  it('is found in tiers and in the priority tier', async () => {
    const answer = await put('bad tiers', {
      inputCostPerToken: '0.000001',
      longContext: [
        { aboveTokens: 200_000, inputCostPerToken: '-1' },
        { inputCostPerToken: '0.1' },
        { aboveTokens: 300_000 },
        { aboveTokens: 1.5, inputCostPerToken: '0.1' },
      ],
      priority: {
        outputCostPerToken: 'x',
        costPerRequest: '1',
        longContext: [{ aboveTokens: 0, inputCostPerToken: '0.1' }, 7],
      },
    });
    const found = answer.body.errors.map(({ path, code }) => `${path} ${code}`).toSorted();
    expect(found).toEqual([
      'longContext[0].inputCostPerToken out_of_range',
      'longContext[1].aboveTokens required',
      'longContext[2].inputCostPerToken required',
      'longContext[3].aboveTokens wrong_type',
      'priority.costPerRequest unknown_field',
      'priority.longContext[0].aboveTokens out_of_range',
      'priority.longContext[1] wrong_type',
      'priority.outputCostPerToken bad_format',
    ]);
  });

  it('is one threshold twice', async () => {
    const tier = { aboveTokens: 200_000, inputCostPerToken: '0.1' };
    const answer = await put('twice', { inputCostPerToken: '0.000001', longContext: [tier, tier] });
    expect(answer.body.errors).toMatchObject([{ path: 'longContext[1].aboveTokens', code: 'out_of_range' }]);
  });

  it.each([{}, { cacheReadCostPerToken: '0.1' }, { inputCostPerToken: null, longContext: [] }])(
    'is a price that says nothing: %j',
    async (fields) => {
      const answer = await put('nothing', fields);
      expect(answer.body.errors).toMatchObject([{ path: 'inputCostPerToken', code: 'required' }]);
    },
  );

  it('is not a model that is free because somebody says so', async () => {
    expect(await desk.put(unique('free'), { inputCostPerToken: '0' })).toMatchObject({
      inputCostPerToken: '0',
    });
  });
});

describe('the list', () => {
  const prefix = unique('listed');
  const names = ['B', 'a', 'c'].map((letter) => `${prefix}-${letter}_100%`);
  beforeAll(async () => {
    for (const name of names) await desk.put(name, { inputCostPerToken: '0.000001' });
  });

  const modelsOf = ({ items }: ModelPricePage) => items.map(({ model }) => model.slice(prefix.length));

  it('is sorted, and walked page by page', async () => {
    expect(modelsOf(await list(`q=${prefix}`))).toEqual(['-a_100%', '-B_100%', '-c_100%']);
    expect(modelsOf(await list(`q=${prefix}&sort=-createdAt`))).toEqual(['-c_100%', '-a_100%', '-B_100%']);
    const page = await list(`q=${prefix}&limit=2&sort=-model`);
    const next = await list(`q=${prefix}&limit=2&sort=-model&cursor=${page.nextCursor}`);
    expect([...modelsOf(page), ...modelsOf(next)]).toEqual(['-c_100%', '-B_100%', '-a_100%']);
    expect(next.nextCursor).toBeNull();
  });

  it('is searched for parts of names, letter by letter', async () => {
    expect(modelsOf(await list(`q=${encodeURIComponent('A_100%')}`))).toContain('-a_100%');
    expect(modelsOf(await list(`q=${prefix}__100`))).toEqual([]);
  });

  it('shows only prices that hold, and where they come from', async () => {
    const deleted = `${prefix}-deleted`;
    await desk.put(deleted, { inputCostPerToken: '0' });
    await app.client.delete(desk.pathOf(deleted));
    await desk.put(names[0] ?? '', { inputCostPerToken: '0.000002' });
    expect((await list(`q=${prefix}&source=manual`)).items).toHaveLength(3);
    expect((await list(`q=${prefix}&source=shipped`)).items).toEqual([]);
    const shipped = await list('source=shipped&q=claude&limit=200');
    expect(new Set(shipped.items.map(({ source }) => source))).toEqual(new Set(['shipped']));
    expect((await app.client.get(`${LIST}?source=cloud`)).body.errors).toMatchObject([
      { path: 'source', code: 'not_a_choice' },
    ]);
  });
});
