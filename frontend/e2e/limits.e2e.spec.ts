import type {
  IssuedKeyView,
  KeyView,
  LimitUsageView,
  ProviderGroupView,
  ProviderView,
  SettingsView,
  UserView,
} from '@cch/api-client/models';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeUpstream } from '../../backend/test/support/fake-upstream';
import { Hub } from '../../backend/test/support/hub';
import { eventually } from '../../backend/test/support/hub-eventually';
import { startOwnRedis, type OwnServer } from '../../backend/test/support/hub-own-servers';
import { createTestDatabase } from '../../backend/test/support/services';
import type { RunningRedis } from '../../tools/runtime/redis.mjs';
import { askModel } from './support/ask-model';
import { launchBrowser } from './support/browser';
import { Console } from './support/console';
import { seed, type Seeded } from './support/seed';

/** A request for it costs a quarter of a dollar. */
const MODEL = 'acme-1';
const UNPRICED = 'acme-unpriced';

let browser: Browser;
let hub: Hub;
let redis: OwnServer<RunningRedis>;
let upstream: FakeUpstream;
let seeded: Seeded;
let ui: Console;
let page: Page;
const releases: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const own = await startOwnRedis();
  redis = own.redis;
  const database = await createTestDatabase();
  releases.push(() => database.drop(), own.release);
  const stores = { dsn: database.dsn, redisUrl: redis.server.url, release: async () => undefined };
  [browser, hub, upstream] = await Promise.all([
    launchBrowser(),
    Hub.start({ stores }),
    FakeUpstream.start(),
  ]);
  seeded = await seed(hub, upstream.url);
  await hub.admin('PUT', `/model-prices/${MODEL}`, { costPerRequest: '0.25' });
  ui = await Console.open(browser, hub);
  page = ui.page;
  await ui.signIn();
});

afterAll(async () => {
  await browser.close();
  await Promise.all([hub.stop(), upstream.stop()]);
  for (const release of releases) await release();
});

const userPath = () => `/users/${seeded.user.id}`;
const bar = (name: string) => page.getByRole('meter', { name });
const valueOf = (name: string) => bar(name).first().getAttribute('aria-valuetext');
const fieldWith = (id: string) => page.locator('cch-field').filter({ has: page.locator(`#${id}`) });
const choose = async (id: string, option: string) => {
  await page.locator(`nz-select:has(#${id})`).click();
  // The list of another select may still be closing.
  await page.locator('nz-option-item', { hasText: option }).last().click();
};

/** Asks until the answer has this status. */
const askUntil = (status: number, key: string, model = MODEL) =>
  eventually(`a request answered with ${status}`, async () => (await askModel(hub, key, model)) === status);

describe('limits of a user', () => {
  it('are checked as they are typed, and stored', async () => {
    await ui.goto(userPath());
    await ui.button('Edit').first().click();
    await page.locator('#user-rpm').fill('2.5');
    await fieldWith('user-rpm').getByText('Must be a whole number.').waitFor();
    await page.locator('#user-rpm').fill('1000');
    await page.locator('#user-total').fill('0.1234567');
    await fieldWith('user-total').getByText('at most 6 decimals').waitFor();
    await page.locator('#user-total').fill('10000001');
    await fieldWith('user-total').getByText('Must be from 0 to 10000000.').waitFor();
    await page.locator('#user-total').fill('-1');
    await fieldWith('user-total').getByText('Must be a decimal number').waitFor();
    await page.locator('#user-total').fill('100');
    await page.locator('#user-daily').fill('0.5');
    await page.locator('#user-daily-time').fill('8:30');
    await fieldWith('user-daily-time').getByText('Must be a time such as 08:30.').waitFor();
    await page.locator('#user-daily-time').fill('08:30');
    await page.locator('#user-weekly').fill('0');
    await choose('user-5h-mode', 'from the first use');
    await ui.button('Save').click();
    await bar('Day').waitFor();
    expect(await hub.admin<UserView>('GET', userPath())).toMatchObject({
      rpmLimit: 1000,
      limitTotalUsd: '100',
      limitDailyUsd: '0.5',
      dailyResetTime: '08:30',
      limitWeeklyUsd: null,
      limit5hUsd: null,
      limit5hResetMode: 'fixed',
    });
  });

  it('have bars that fill while the reader looks, and say when they are free again', async () => {
    await expect.poll(() => valueOf('Day')).toBe('0.00 of 0.50 USD');
    await page.getByText('does not reset by itself').waitFor();
    await page.getByText(/resets in \d+ (hr|min)/).waitFor();
    await page.getByText('frees up within 60 s').waitFor();
    expect(await askModel(hub, seeded.key.key, MODEL)).toBe(200);
    await expect.poll(() => valueOf('Day'), { timeout: 15_000 }).toBe('0.25 of 0.50 USD');
    await expect.poll(() => valueOf('Total')).toBe('0.25 of 100.00 USD');
    await askUntil(429, seeded.key.key);
    await expect
      .poll(() => bar('Day').first().getAttribute('aria-valuenow'), { timeout: 15_000 })
      .toBe('100');
    await page.getByText('100 %').waitFor();
  });

  it('show the fullest one in the list', async () => {
    await ui.goto('/users');
    await ui.row('Ada Lovelace').getByText('100 %').waitFor();
    await ui.row('Ada Lovelace').locator('cch-worst-limit').getByText('Day').waitFor();
    await expect.poll(() => ui.row('Build server').locator('cch-worst-limit').textContent()).toContain('–');
  });

  it('begin anew after saying what that does, for the keys too', async () => {
    await hub.admin('PATCH', `/keys/${seeded.key.id}`, { limitDailyUsd: '0.5' });
    await ui.goto(userPath());
    await ui.row('laptop').getByText('100 %').waitFor();
    await ui.button('Reset').first().click();
    await page.getByText('for the user and for all of the user’s keys').waitFor();
    await ui.dismiss('Cancel');
    expect(await askModel(hub, seeded.key.key, MODEL)).toBe(429);
    await ui.button('Reset').first().click();
    await ui.dismiss('Reset limits');
    await expect.poll(() => valueOf('Day')).toBe('0.00 of 0.50 USD');
    await page.getByText('Last reset').waitFor();
    await ui.row('laptop').getByText('0 %', { exact: true }).waitFor();
    await askUntil(200, seeded.key.key);
  });
});

describe('limits of a key', () => {
  it('are set in its form, and unfold below its row', async () => {
    await ui.goto(userPath());
    await ui.row('laptop').getByRole('button', { name: 'Actions for laptop' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await expect.poll(() => page.locator('#key-daily').inputValue()).toBe('0.5');
    await page.locator('#key-daily').fill('');
    await page.locator('#key-sessions').fill('1');
    await ui.button('Save').click();
    await ui.row('laptop').getByText('Sessions').waitFor();
    const key = await hub.admin<{ items: KeyView[] }>('GET', `${userPath()}/keys`);
    expect(key.items[0]).toMatchObject({ limitDailyUsd: null, limitConcurrentSessions: 1 });

    await ui.button('Limits of laptop').click();
    const panel = page.locator('tr.unfolded');
    await panel.getByRole('meter', { name: 'Sessions' }).waitFor();
    await panel.getByText('Spent without a limit').waitFor();
    await panel.getByText('frees up as sessions end').waitFor();
    await hub.admin('PATCH', `/keys/${seeded.key.id}`, { limitConcurrentSessions: null });
    await panel.getByText('No limits are set.').waitFor();
  });

  it('can be given to a new one', async () => {
    await ui.button('Create key').click();
    await ui.field('Name').fill('build server');
    await page.locator('#key-rpm').fill('3');
    await ui.button('Create key').last().click();
    await ui.dismiss('I have stored the key');
    const { items } = await hub.admin<{ items: KeyView[] }>('GET', `${userPath()}/keys`);
    expect(items.find(({ name }) => name === 'build server')).toMatchObject({
      rpmLimit: 3,
      limitTotalUsd: null,
    });
  });
});

describe('limits of a provider', () => {
  it('are set in its editor, without one for requests, and stand beside them', async () => {
    await ui.goto(`/providers/${seeded.provider.id}`);
    await expect.poll(() => page.locator('#provider-rpm').count()).toBe(0);
    await page.locator('#provider-monthly').fill('2');
    await ui.button('Save').click();
    await page.waitForURL('**/providers');
    await ui.row('team account').locator('cch-worst-limit').getByText('Month').waitFor();
    const stored = await hub.admin<ProviderView>('GET', `/providers/${seeded.provider.id}`);
    expect(stored).toMatchObject({ limitMonthlyUsd: '2', limitDailyUsd: null });

    await ui.goto(`/providers/${seeded.provider.id}`);
    await bar('Month').waitFor();
    await page.locator('cch-limit-panel').getByRole('button', { name: 'Reset' }).click();
    await page.getByText('so it can be chosen again at once').waitFor();
    await ui.dismiss('Reset limits');
    await expect.poll(() => valueOf('Month')).toBe('0.00 of 2.00 USD');
  });
});

it('a provider group has a cost multiplier', async () => {
  await ui.goto('/provider-groups');
  await ui.button('Edit premium').click();
  await page.locator('#group-multiplier').fill('1.23456');
  await fieldWith('group-multiplier').getByText('at most 4 decimals').waitFor();
  await page.locator('#group-multiplier').fill('1.25');
  await ui.button('Save').click();
  await ui.row('premium').getByText('1.25').waitFor();
  const { items } = await hub.admin<{ items: ProviderGroupView[] }>('GET', '/provider-groups');
  expect(items.find(({ name }) => name === 'premium')?.costMultiplier).toBe('1.25');
});

describe('refusals', () => {
  const summaryLine = () => page.locator('.toolbar .secondary').textContent();

  beforeAll(async () => {
    const user = await hub.admin<UserView>('POST', '/users', { name: 'Grace Hopper' });
    const key = await hub.admin<IssuedKeyView>('POST', `/users/${user.id}/keys`, {
      name: 'ship',
      rpmLimit: 1,
    });
    await askUntil(429, key.key);
  });

  it('are counted by kind and over time, and arrive without a reload', async () => {
    await ui.goto('/rate-limits');
    await page.locator('cch-refusal-chart path').first().waitFor();
    await expect.poll(summaryLine).toContain('users: 2');
    await page.locator('cch-refusal-chart .legend').getByText('Requests per minute').waitFor();
    await page.locator('cch-refusal-chart .legend').getByText('Day').waitFor();
    const before = await page.locator('cch-refusal-table tbody tr').count();
    await askUntil(429, seeded.key.key);
    await expect
      .poll(() => page.locator('cch-refusal-table tbody tr').count(), { timeout: 20_000 })
      .toBeGreaterThan(before);
  });

  it('can be read as a table', async () => {
    await ui.button('As a table').click();
    await expect.poll(() => page.locator('cch-refusal-chart tbody tr').count()).toBeGreaterThanOrEqual(24);
    await expect
      .poll(() => page.locator('cch-refusal-chart tbody tr').last().textContent())
      .toMatch(/\d\d:00/);
    await ui.button('As a chart').click();
  });

  it('are narrowed by filters that stay in the address', async () => {
    await page.locator('cch-most-refused').first().getByRole('button', { name: 'Grace Hopper' }).click();
    await page.waitForURL(/userId=\d+/);
    await expect.poll(summaryLine).toContain('users: 1');
    await expect.poll(() => page.locator('cch-refusal-table tr', { hasText: 'Ada' }).count()).toBe(0);
    await page.reload();
    await ui.settled();
    await expect.poll(summaryLine).toContain('users: 1');
    await ui.goto('/rate-limits?kind=spend_total');
    await page.getByText('Nothing matches').waitFor();
    await ui.button('Clear filters').first().click();
    await page.waitForURL((url) => url.search === '');
    await ui.goto('/rate-limits?range=90d&by=hour&subject=key');
    await page.getByText('Refused requests per day').waitFor();
    await expect.poll(summaryLine).toContain('keys: 1');
  });

  it('lead to the request in the log', async () => {
    const row = page.locator('cch-refusal-table tbody tr').first();
    await row.getByText('of the key').waitFor();
    await row.getByRole('link', { name: 'Request' }).click();
    await page.waitForURL(/\/logs\?entry=/);
    await page.locator('.ant-drawer-content').getByText('A limit is reached for the moment').waitFor();
  });
});

describe('costs in the log', () => {
  const drawer = () => page.locator('.ant-drawer-content');

  it('are told in full', async () => {
    await ui.goto(`/logs?model=${MODEL}&status=200`);
    await ui.row(MODEL).first().getByText('0.2500').waitFor();
    await ui.row(MODEL).first().click();
    const whole = drawer().locator('cch-cost-breakdown .whole');
    await expect.poll(() => whole.textContent()).toContain('0.25');
    const parts = await drawer().locator('cch-cost-breakdown tbody tr').allTextContents();
    expect(parts.some((text) => text.includes('Per request') && text.includes('0.25'))).toBe(true);
    expect(parts.some((text) => text.includes('Multiplier of the provider') && text.includes('× 1'))).toBe(
      true,
    );
    await drawer().getByText('Price version').waitFor();
  });

  it('are marked where the model has no price', async () => {
    await hub.admin('PATCH', userPath(), { limitDailyUsd: null });
    await askUntil(200, seeded.key.key, UNPRICED);
    await ui.goto(`/logs?model=${UNPRICED}&status=200`);
    await page.getByRole('img', { name: 'Without a price' }).first().waitFor();
    await ui.row(UNPRICED).first().click();
    await drawer().getByRole('link', { name: 'Set a price' }).click();
    await page.waitForURL(`**/prices/new?name=${UNPRICED}`);
  });
});

describe('settings', () => {
  const section = (text: string) => page.locator('cch-form-section', { hasText: text });
  const settings = () => hub.admin<SettingsView>('GET', '/settings');

  it('are changed one by one, and say where they come from', async () => {
    await ui.goto('/settings');
    await section('What a day is').getByText('Environment').waitFor();
    await page.locator('nz-select:has(#time-zone)').click();
    await page.locator('#time-zone').fill('Berlin');
    await page.locator('nz-option-item', { hasText: 'Europe/Berlin' }).click();
    await choose('unpriced-models', 'refuse');
    await page.locator('#estimated-output').fill('1.5');
    await section('How requests are priced').getByText('Must be a whole number.').waitFor();
    await page.locator('#estimated-output').fill('4096');
    await page.locator('nz-select', { has: page.getByLabel('Total', { exact: true }) }).click();
    await page.locator('nz-option-item', { hasText: 'refuse' }).last().click();
    await ui.button('Save').click();
    await section('What a day is').getByText('Set here').waitFor();
    const stored = await settings();
    expect(stored).toMatchObject({
      timeZone: 'Europe/Berlin',
      unpricedModels: 'refuse',
      estimatedOutputTokens: 4096,
      limitOutage: { spend_total: 'closed', rpm: 'open' },
      sources: { timeZone: 'stored', billedModel: 'default', limitOutage: 'stored' },
    });
    await askUntil(403, seeded.key.key, UNPRICED);
  });

  it('show times in the new zone at once', async () => {
    await ui.goto(`/logs?model=${MODEL}`);
    await expect.poll(() => page.locator('time').first().getAttribute('title')).toMatch(/GMT\+[12]/);
  });

  it('go back to their defaults, without touching what else is typed', async () => {
    await ui.goto('/settings');
    await page.locator('#estimated-output').fill('5000');
    await ui.button('Back to default: Models without a price').click();
    await ui.dismiss('Back to default');
    await section('How requests are priced')
      .locator('cch-setting-source')
      .nth(1)
      .getByText('Default', { exact: true })
      .waitFor();
    await expect.poll(() => page.locator('#estimated-output').inputValue()).toBe('5000');
    await expect
      .poll(() => settings())
      .toMatchObject({ unpricedModels: 'flag', estimatedOutputTokens: 4096 });
    await ui.button('Discard changes').click();
    await expect.poll(() => page.locator('#estimated-output').inputValue()).toBe('4096');
    await ui.button('Back to default: Time zone').click();
    await ui.dismiss('Back to default');
    await section('What a day is').getByText('Environment').waitFor();
  });
});

describe('when nobody counts', () => {
  it('says so, keeps what was spent, and recovers', async () => {
    await hub.admin('PATCH', userPath(), { limitTotalUsd: '100', rpmLimit: 1000 });
    await ui.goto(userPath());
    await bar('Total').waitFor();
    await redis.kill();
    await page.getByText('Redis is away').waitFor({ timeout: 30_000 });
    await expect.poll(() => valueOf('Requests per minute')).toBe('– of 1,000');
    await expect.poll(() => valueOf('Total')).toMatch(/^0\.\d+ of 100\.00 USD$/);
    await redis.start();
    await page.getByText('Redis is away').waitFor({ state: 'detached', timeout: 30_000 });
    await eventually('counted again', async () => {
      const usage = await hub.admin<LimitUsageView>('GET', `${userPath()}/limit-usage`);
      return usage.limits.every(({ limit, used }) => limit === null || used !== null);
    });
    ui.complaints.splice(0);
  });

  it('says that limits are switched off', async () => {
    const stores = { dsn: hub.stores.dsn, redisUrl: hub.stores.redisUrl, release: async () => undefined };
    const lenient = await Hub.start({ stores, env: { ENABLE_RATE_LIMIT: 'false' } });
    const other = await Console.open(browser, lenient);
    await other.signIn();
    await other.goto(userPath());
    await other.page.getByText('Limits are switched off').waitFor();
    await other.close();
    await lenient.stop();
  });
});

it('made the browser complain about nothing else', () => {
  expect(ui.complaints).toEqual([]);
});
