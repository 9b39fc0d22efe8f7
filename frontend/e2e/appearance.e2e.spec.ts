import axe, { type AxeResults } from 'axe-core';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeUpstream } from '../../backend/test/support/fake-upstream';
import { Hub } from '../../backend/test/support/hub';
import { askModel, fillLog } from './support/ask-model';
import { launchBrowser } from './support/browser';
import { Console, PLAIN_LOOK, type Look } from './support/console';
import { seed, type Seeded } from './support/seed';
import { seedLimits } from './support/seed-limits';
import { PRICE_TABLE, PRICED_MODEL, seedPrices } from './support/seed-prices';

const SHOTS = path.resolve(import.meta.dirname, '../../dist/screenshots');
const WIDE_PX = 1440;
const NARROW_PX = 375;
const SERIOUS = new Set<unknown>(['serious', 'critical']);

let browser: Browser;
let hub: Hub;
let upstream: FakeUpstream;
let seeded: Seeded;

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  [browser, hub, upstream] = await Promise.all([launchBrowser(), Hub.start(), FakeUpstream.start()]);
  seeded = await seed(hub, upstream.url);
  await seedPrices(hub);
  await fillLog(hub, seeded.key.key, 12);
  await askModel(hub, seeded.key.key, 'gpt-unknown');
  await seedLimits(hub, seeded);
});

afterAll(async () => {
  await browser.close();
  await Promise.all([hub.stop(), upstream.stop()]);
});

/** Every page, with what to do on it before it is looked at. */
const PAGES: readonly { name: string; path: () => string; act?: (page: Page) => Promise<void> }[] = [
  { name: 'logs', path: () => '/logs' },
  { name: 'log-filters', path: () => `/logs?userId=${seeded.user.id}` },
  {
    name: 'log-detail',
    path: () => '/logs',
    act: async (page) => {
      await page.locator('tbody tr').first().click();
      await page.locator('cch-decision-timeline li').first().waitFor();
    },
  },
  {
    name: 'log-cost',
    path: () => '/logs?status=200',
    act: async (page) => {
      await page.locator('tbody tr').first().click();
      await page.locator('cch-cost-breakdown .notes').scrollIntoViewIfNeeded();
    },
  },
  { name: 'rate-limits', path: () => '/rate-limits' },
  {
    name: 'rate-limits-table',
    path: () => '/rate-limits?range=30d',
    act: async (page) => {
      await page.locator('cch-refusal-chart button').last().click();
      await page.locator('cch-refusal-chart tbody tr').first().waitFor();
    },
  },
  { name: 'settings', path: () => '/settings' },
  {
    name: 'settings-outage',
    path: () => '/settings',
    act: async (page) => {
      await page.locator('.meanings').scrollIntoViewIfNeeded();
    },
  },
  { name: 'providers', path: () => '/providers' },
  { name: 'provider-new', path: () => '/providers/new' },
  { name: 'provider', path: () => `/providers/${seeded.provider.id}` },
  { name: 'provider-tripped', path: () => `/providers/${seeded.tripped.id}` },
  {
    name: 'provider-limits',
    path: () => `/providers/${seeded.provider.id}`,
    act: async (page) => {
      await page.locator('cch-limit-panel cch-limit-bars').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'provider-tested',
    path: () => `/providers/${seeded.provider.id}`,
    act: async (page) => {
      await page.locator('cch-connection-test button').click();
      await page.locator('cch-test-result').waitFor();
      await page.locator('cch-test-result').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'simulator',
    path: () => '/providers/simulator',
    act: async (page) => {
      await page.locator('form button[type=submit]').click();
      await page.locator('tbody tr').first().waitFor();
    },
  },
  { name: 'provider-groups', path: () => '/provider-groups' },
  { name: 'users', path: () => '/users' },
  {
    name: 'user-new',
    path: () => '/users',
    act: async (page) => {
      await page.locator('.toolbar button.ant-btn-primary').click();
      await page.locator('#user-name').waitFor();
    },
  },
  {
    name: 'user-new-limits',
    path: () => '/users',
    act: async (page) => {
      await page.locator('.toolbar button.ant-btn-primary').click();
      await page.locator('#user-total').scrollIntoViewIfNeeded();
    },
  },
  { name: 'user', path: () => `/users/${seeded.user.id}` },
  {
    name: 'user-key-limits',
    path: () => `/users/${seeded.user.id}`,
    act: async (page) => {
      await page.locator('td.actions button').last().click();
      await page.getByRole('menuitem').nth(1).click();
      await page.locator('tr.unfolded cch-limit-bars').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'client-setup',
    path: () => `/users/${seeded.user.id}`,
    act: async (page) => {
      await page.locator('td.actions button').first().click();
      await page.getByRole('tabpanel').waitFor();
    },
  },
  { name: 'prices', path: () => '/prices' },
  { name: 'price-new', path: () => '/prices/new?name=acme-1' },
  {
    name: 'price',
    path: () => `/prices/models/${PRICED_MODEL}`,
    act: async (page) => {
      await page.locator('cch-price-history tbody tr').first().waitFor();
    },
  },
  {
    name: 'price-history',
    path: () => `/prices/models/${PRICED_MODEL}`,
    act: async (page) => {
      await page.locator('cch-price-history tbody tr').last().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'price-sync',
    path: () => '/prices/sync',
    act: async (page) => {
      const buffer = Buffer.from(PRICE_TABLE);
      const file = { name: 'prices.json', mimeType: 'application/json', buffer };
      await page.locator('input[type=file]').setInputFiles(file);
      await page.locator('cch-sync-preview tbody tr').first().waitFor();
    },
  },
  { name: 'help-secure-cookies', path: () => '/help/secure-cookies' },
  { name: 'not-found', path: () => '/nowhere' },
];

// Every theme, language and width, and every pair of two of them. `ALL_LOOKS=1` draws all eight combinations.
const LOOKS: readonly Look[] = process.env['ALL_LOOKS']
  ? (['light', 'dark'] as const).flatMap((theme) =>
      (['en', 'zh-CN'] as const).flatMap((language) =>
        [WIDE_PX, NARROW_PX].map((width) => ({ theme, language, width })),
      ),
    )
  : [
      { theme: 'light', language: 'en', width: WIDE_PX },
      { theme: 'dark', language: 'zh-CN', width: WIDE_PX },
      { theme: 'light', language: 'zh-CN', width: NARROW_PX },
      { theme: 'dark', language: 'en', width: NARROW_PX },
    ];

// Each look has a window of its own, so they may be drawn side by side.
describe.concurrent('every page, drawn without complaints and without scrolling sideways', () => {
  it.each(LOOKS)('$theme, $language, $width px', async (look) => {
    const ui = await Console.open(browser, hub, look);
    const faults: Record<string, string[]> = {};
    const inspect = async (name: string) => {
      await shoot(ui.page, name, look);
      const overflow = await ui.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, name).toBeLessThanOrEqual(0);
      // The narrow looks hold the same elements in the same colours.
      if (look.width === WIDE_PX) faults[name] = await seriousFaults(ui.page);
    };
    await ui.page.goto('/login');
    await ui.page.locator('#token').waitFor();
    await inspect('login');
    await ui.signIn();
    for (const { name, path: pathOf, act } of PAGES) {
      await ui.goto(pathOf());
      await act?.(ui.page);
      await inspect(name);
    }
    expect(Object.entries(faults).filter(([, found]) => found.length > 0)).toEqual([]);
    expect(ui.complaints).toEqual([]);
    await ui.close();
  });
});

describe('language and theme', () => {
  it('follow the browser at first, then the reader, and are remembered', async () => {
    const ui = await Console.open(browser, hub, { ...PLAIN_LOOK, language: 'zh-CN' });
    await ui.signIn();
    await ui.page.getByRole('heading', { name: '请求日志' }).waitFor();
    await ui.button('语言').click();
    await ui.page.getByRole('menuitemradio', { name: 'English' }).click();
    await ui.page.getByRole('heading', { name: 'Logs' }).waitFor();
    await expect.poll(() => ui.page.title()).toBe('Logs · Claude Code Hub');
    await ui.button('Theme').click();
    await ui.page.getByRole('menuitemradio', { name: 'Dark' }).click();
    expect(await themeOf(ui.page)).toBe('dark');

    await ui.page.reload();
    await ui.page.getByRole('heading', { name: 'Logs' }).waitFor();
    expect(await themeOf(ui.page)).toBe('dark');
    expect(await ui.page.locator('html').getAttribute('lang')).toBe('en');
    expect(ui.complaints).toEqual([]);
    await ui.close();
  });

  it('reach the parts of the component library too', async () => {
    const ui = await Console.open(browser, hub, { ...PLAIN_LOOK, language: 'zh-CN' });
    await ui.signIn();
    await ui.goto(`/logs?userId=${seeded.user.id}`);
    expect(await ui.page.locator('nz-range-picker input').first().getAttribute('placeholder')).toBe(
      '开始日期',
    );
    await ui.close();
  });
});

async function shoot(page: Page, name: string, { theme, language, width }: Look): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  );
  await page.screenshot({ path: path.join(SHOTS, `${name}.${width}.${theme}.${language}.png`) });
}

async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  );
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => SERIOUS.has(impact))
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

function themeOf(page: Page): Promise<string | null> {
  return page.locator('html').getAttribute('data-theme');
}
