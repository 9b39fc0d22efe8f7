import type { MissingPriceList, ModelPriceView } from '@cch/api-client/models';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeUpstream } from '../../backend/test/support/fake-upstream';
import { Hub } from '../../backend/test/support/hub';
import { eventually } from '../../backend/test/support/hub-eventually';
import { PriceOrigin } from '../../backend/test/support/price-origin';
import { askModel } from './support/ask-model';
import { launchBrowser } from './support/browser';
import { Console } from './support/console';
import { seed, type Seeded } from './support/seed';

let browser: Browser;
let hub: Hub;
let upstream: FakeUpstream;
let origin: PriceOrigin;
let seeded: Seeded;
let ui: Console;
let page: Page;

beforeAll(async () => {
  [browser, upstream, origin] = await Promise.all([
    launchBrowser(),
    FakeUpstream.start(),
    PriceOrigin.start(),
  ]);
  hub = await Hub.start({ env: { PRICE_SYNC_URL: origin.url('/table.json') } });
  seeded = await seed(hub, upstream.url);
  ui = await Console.open(browser, hub);
  page = ui.page;
  await ui.signIn();
});

afterAll(async () => {
  await browser.close();
  await Promise.all([hub.stop(), upstream.stop(), origin.close()]);
});

const stored = (model: string) =>
  hub.admin<ModelPriceView>('GET', `/model-prices/${encodeURIComponent(model)}`);
const set = (model: string, fields: object) =>
  hub.admin('PUT', `/model-prices/${encodeURIComponent(model)}`, fields);
const models = () => page.locator('tbody td.model a').allTextContents();
/** The figures of a row, from input to cache read. */
const figures = async (model: string) =>
  (await ui.row(model).first().locator('td.num').allTextContents()).map(trim);
const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();
const trim = (text: string) => text.trim();

describe('the list', () => {
  it('shows the shipped table, and what follows from it', async () => {
    await ui.goto('/prices');
    await page.getByPlaceholder('Search models').fill('CLAUDE-SONNET-4-5');
    await expect.poll(models).toEqual(['claude-sonnet-4-5']);
    await expect
      .poll(() => figures('claude-sonnet-4-5'))
      .toEqual(['3.00', '15.00', '3.75', '6.00', '0.30', '–']);
    await ui.row('claude-sonnet-4-5').getByText('long inputs').waitFor();
    await ui.row('claude-sonnet-4-5').getByText('Shipped').waitFor();
    await page.getByPlaceholder('Search models').fill('o1-pro');
    await expect.poll(models).toContain('o1-pro');
    expect((await figures('o1-pro'))[4]).toBe('15.00');
    await expect.poll(() => ui.row('o1-pro').first().locator('td.derived').count()).toBeGreaterThan(0);
  });

  it('is searched, filtered and sorted on the server', async () => {
    await set('zz-mine', { inputCostPerToken: '0.000001' });
    await ui.goto('/prices');
    await ui.button('Model').click();
    await expect.poll(async () => (await models())[0]).toBe('zz-mine');
    await page.locator('nz-select').click();
    await page.locator('nz-option-item', { hasText: 'By hand' }).click();
    await expect.poll(models).toEqual(['zz-mine']);
    await page.getByPlaceholder('Search models').fill('nothing like this');
    await ui.button('Clear filters').click();
    await expect.poll(async () => (await models()).length).toBe(50);
  });

  it('grows as the reader nears its end', async () => {
    await page.locator('cch-sentinel').scrollIntoViewIfNeeded();
    await expect.poll(async () => (await models()).length).toBeGreaterThan(50);
  });
});

describe('a price set by hand', () => {
  it('says as typed what is wrong, what follows and what a request costs', async () => {
    await ui.goto('/prices/new?name=openai%2Fgpt-new');
    await expect.poll(() => ui.field('Model').inputValue()).toBe('openai/gpt-new');
    await page.locator('#input').fill('3');
    await page.locator('#input').fill('');
    await page.getByText('Fill in this, the output, or the price per request').waitFor();
    await page.locator('#input').fill('3,5');
    await page.getByText('Must be a decimal number such as 1.5, with at most 9 decimals.').waitFor();
    await page.locator('#input').fill('1000001');
    await page.getByText('Must be from 0 to 1000000.').waitFor();
    await page.locator('#input').fill('3');
    await page.locator('#output').fill('15');
    await expect.poll(() => page.locator('#cacheWrite5m').getAttribute('placeholder')).toBe('3.75');
    await expect.poll(() => page.locator('#cacheRead').getAttribute('placeholder')).toBe('0.3');
    await page.getByText('0.06 USD').waitFor();
    await page.locator('#cacheRead').fill('0.000000001');
    await page.getByText('0.04500000005 USD').waitFor();
    await ui.button('Set price').click();
    await page.waitForURL(/\/prices$/);
    await expect
      .poll(() => stored('openai/gpt-new'))
      .toMatchObject({
        source: 'manual',
        inputCostPerToken: '0.000003',
        outputCostPerToken: '0.000015',
        cacheReadCostPerToken: '0.000000000000001',
        cacheCreationCostPerToken: null,
        longContext: [],
        priority: null,
      });
  });

  it('is not made twice', async () => {
    await ui.goto('/prices/new?name=zz-mine');
    await page.locator('#input').fill('9');
    await ui.button('Set price').click();
    await page.getByText('This name is taken.').waitFor();
    expect(ui.complaints.splice(0).join()).toContain('409');
    expect((await stored('zz-mine')).inputCostPerToken).toBe('0.000001');
    await page.locator('#input').fill('');
    await page.locator('#model').fill('');
    await page.getByRole('link', { name: 'Logs' }).click();
    await ui.dismiss('Discard');
  });

  it('gets tiers for long inputs and for priority', async () => {
    await ui.goto('/prices/models/openai%2Fgpt-new');
    await ui.button('Add tier').click();
    await page.locator('#tier0input').fill('6');
    await save();
    await page.getByText('Must be filled in.').waitFor();
    await page.locator('#tier0above').fill('200000');
    await expect.poll(() => page.locator('#tier0output').getAttribute('placeholder')).toBe('15');
    await expect.poll(() => page.locator('#tier0cacheWrite1h').getAttribute('placeholder')).toBe('12');
    await page.getByText('prices above 200,000 tokens').waitFor();
    await ui.button('Add tier').click();
    await page.locator('#tier1above').fill('200000');
    await page.getByText('Another tier has the same threshold.').first().waitFor();
    await ui.button('Remove tier 2').click();
    await page.getByRole('switch', { name: 'Prices of its own' }).click();
    await page.locator('#priorityoutput').fill('30');
    await expect.poll(() => page.locator('#priorityinput').getAttribute('placeholder')).toBe('3');
    await page.locator('#perRequest').fill('0.01');
    await page.locator('cch-price-examples').getByText('in the priority tier').waitFor();
    await save();
    await page.waitForURL(/\/prices$/);
    const { longContext, priority, costPerRequest } = await stored('openai/gpt-new');
    expect(longContext).toMatchObject([{ aboveTokens: 200_000, inputCostPerToken: '0.000006' }]);
    expect(priority).toMatchObject({
      outputCostPerToken: '0.00003',
      inputCostPerToken: null,
      longContext: null,
    });
    expect(costPerRequest).toBe('0.01');
  });

  it('keeps its history, and an earlier version can be had again', async () => {
    await ui.goto('/prices/models/openai%2Fgpt-new');
    const history = page.locator('cch-price-history');
    const [current, first] = [history.locator('tbody tr').first(), history.locator('tbody tr').last()];
    await current.getByText('Current').waitFor();
    const changes = await current.locator('.change').allTextContents();
    expect(changes.map((text) => text.replace(/\s+/g, ' ').trim())).toEqual([
      'Per request 0.01',
      'above 200,000: Input 6.00',
      'Priority, Output 30.00',
    ]);
    await first.getByRole('button', { name: 'Use again' }).click();
    await page.getByText('Unsaved changes').waitFor();
    await expect.poll(() => page.locator('#tier0input').count()).toBe(0);
    await save();
    await page.waitForURL(/\/prices$/);
    await expect
      .poll(() => stored('openai/gpt-new'))
      .toMatchObject({
        longContext: [],
        priority: null,
        costPerRequest: null,
      });
  });

  it('is deleted only after saying what that does', async () => {
    await ui.goto('/prices/models/openai%2Fgpt-new');
    await ui.button('Delete').click();
    await page.getByText('requests to “openai/gpt-new” find no price').waitFor();
    await ui.dismiss('Delete');
    await page.waitForURL(/\/prices$/);
    await page.getByPlaceholder('Search models').fill('zz-mine');
    await expect.poll(models).toEqual(['zz-mine']);
    await ui.button('Actions for zz-mine').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await ui.dismiss('Delete');
    await page.getByText('Nothing matches').waitFor();
  });
});

it('is asked for where a model was used without one', async () => {
  await askModel(hub, seeded.key.key, 'acme/unpriced');
  await eventually('the model without a price', async () => {
    const { items } = await hub.admin<MissingPriceList>('GET', '/model-prices/missing');
    return items.some(({ model }) => model === 'acme/unpriced');
  });
  await ui.goto('/prices');
  const notice = page.locator('cch-missing-prices');
  await notice.getByText('A model was used without a price').waitFor();
  await expect.poll(() => notice.locator('li').innerText()).toContain('1 request ·');
  await notice.getByRole('link', { name: 'Set price' }).click();
  await expect.poll(() => ui.field('Model').inputValue()).toBe('acme/unpriced');
  await page.locator('#perRequest').fill('0.01');
  await ui.button('Set price').click();
  await page.waitForURL(/\/prices$/);
  await ui.settled();
  await notice.getByText('without a price').waitFor({ state: 'detached' });
});

const TABLE = {
  'claude-sonnet-4-5': { input_cost_per_token: 4e-6, output_cost_per_token: 1.5e-5 },
  'aa-fresh': {
    input_cost_per_token: 1e-6,
    output_cost_per_token: 2e-6,
    input_cost_per_token_above_200k_tokens: 2e-6,
  },
  'aa-mine': { input_cost_per_token: 7e-6, output_cost_per_token: 8e-6 },
  'aa-also-mine': { input_cost_per_token: 7e-6, output_cost_per_token: 8e-6 },
  'aa-wrong': { input_cost_per_token: -1, output_cost_per_token: 1e-6 },
  'aa-speech': { input_cost_per_second: 1e-6 },
};

describe('a table', () => {
  const preview = () => page.locator('cch-sync-preview');

  beforeAll(async () => {
    origin.table = TABLE;
    for (const model of ['aa-mine', 'aa-also-mine']) await set(model, { inputCostPerToken: '0.000005' });
  });

  it('shows what it would change before it does', async () => {
    await ui.goto('/prices/sync');
    await ui.button('Preview').click();
    await preview()
      .getByText('1 new, 1 changed, 2 set by hand and different, 0 the same already, 2 left out.')
      .waitFor();
    const row = (model: string) => preview().locator('tbody tr', { hasText: model });
    const change = await row('claude-sonnet-4-5').locator('.change').first().textContent();
    expect(change?.replace(/\s+/g, ' ').trim()).toBe('Input 3.00→4.00');
    await row('aa-fresh').getByText('above 200,000:').waitFor();
    await row('aa-wrong').getByText('One of its numbers is no price.').waitFor();
    await row('aa-speech').getByText('It has no prices for tokens').waitFor();
    await preview().getByPlaceholder('Search models').fill('MINE');
    await expect.poll(() => preview().locator('tbody tr').count()).toBe(2);
    await row('aa-also-mine').getByRole('checkbox').check();
    expect((await stored('claude-sonnet-4-5')).inputCostPerToken).toBe('0.000003');
  });

  it('is not taken over when it has changed meanwhile', async () => {
    origin.table = { ...TABLE, 'aa-later': { input_cost_per_token: 1e-6, output_cost_per_token: 1e-6 } };
    await ui.button('Take over 3').click();
    await page.getByText('The table has changed since you looked at it.').waitFor();
    expect(ui.complaints.splice(0).join()).toContain('409');
    expect((await stored('claude-sonnet-4-5')).inputCostPerToken).toBe('0.000003');
    await ui.button('Look again').click();
    await preview().getByText('2 new, 1 changed').waitFor();
  });

  it('replaces prices that were set by hand where it is told to', async () => {
    await preview().locator('tr', { hasText: 'aa-also-mine' }).getByRole('checkbox').check();
    await ui.button('Take over 4').click();
    await page.getByText('Done: 2 new, 1 changed, 1 set by hand replaced.').waitFor();
    await expect
      .poll(() => stored('claude-sonnet-4-5'))
      .toMatchObject({
        source: 'synced',
        inputCostPerToken: '0.000004',
      });
    await expect
      .poll(() => stored('aa-also-mine'))
      .toMatchObject({ source: 'synced', inputCostPerToken: '0.000007' });
    await expect
      .poll(() => stored('aa-mine'))
      .toMatchObject({ source: 'manual', inputCostPerToken: '0.000005' });
    await page.getByRole('link', { name: 'To the prices' }).click();
    await ui.row('aa-fresh').getByText('Synced').waitFor();
  });

  it('may be at another address, which may have none', async () => {
    await ui.goto('/prices/sync');
    await page.locator('#url').fill('https://me:secret@prices.example.com/');
    await page.getByText('Must not contain a user or a password.').waitFor();
    await expect.poll(() => ui.button('Preview').isDisabled()).toBe(true);
    await page.locator('#url').fill(origin.url('/failing'));
    await ui.button('Preview').click();
    await page.getByText('The source of prices gave no table.').waitFor();
    expect(ui.complaints.splice(0).join()).toContain('502');
    await page.locator('#url').fill(origin.url('/gzip'));
    await ui.button('Preview').click();
    await preview().getByText('0 new, 0 changed, 1 set by hand').waitFor();
  });

  it('is uploaded as a file', async () => {
    const file = (name: string, text: string) => ({
      name,
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
    const chooser = page.locator('input[type=file]');
    await chooser.setInputFiles(file('broken.json', '[1, 2'));
    await page.getByText('The file is no JSON object of models and prices').waitFor();
    expect(ui.complaints.splice(0).join()).toContain('400');
    // Digits that a binary fraction would lose.
    await chooser.setInputFiles(
      file(
        'table.json',
        '{"aa-exact": {"input_cost_per_token": 0.000000100000001, "output_cost_per_token": 0}}',
      ),
    );
    await preview().getByText('0.100000001').waitFor();
    await ui.button('Take over 1').click();
    await page.getByText('Done: 1 new').waitFor();
    expect((await stored('aa-exact')).inputCostPerToken).toBe('0.000000100000001');
  });

  it('that changes nothing cannot be taken over', async () => {
    origin.table = { 'aa-exact': { input_cost_per_token: 1.00000001e-7, output_cost_per_token: 0 } };
    await ui.goto('/prices/sync');
    await ui.button('Preview').click();
    await page.getByText('Nothing to change: these prices hold already.').waitFor();
    await expect.poll(() => ui.button('Take over 0').isDisabled()).toBe(true);
    expect(ui.complaints).toEqual([]);
  });
});
