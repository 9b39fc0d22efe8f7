import type { ProviderView } from '@cch/api-client/models';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FakeUpstream } from '../../backend/test/support/fake-upstream';
import { answers } from '../../backend/test/support/fake-upstream-scripts';
import { Hub } from '../../backend/test/support/hub';
import { askModel } from './support/ask-model';
import { launchBrowser } from './support/browser';
import { Console, PLAIN_LOOK } from './support/console';
import { seed, type Seeded } from './support/seed';

let browser: Browser;
let hub: Hub;
let upstream: FakeUpstream;
let seeded: Seeded;
let ui: Console;
let page: Page;

beforeAll(async () => {
  [browser, hub, upstream] = await Promise.all([launchBrowser(), Hub.start(), FakeUpstream.start()]);
  seeded = await seed(hub, upstream.url);
  ui = await Console.open(browser, hub, PLAIN_LOOK);
  page = ui.page;
  await ui.signIn();
});

afterAll(async () => {
  await browser.close();
  await Promise.all([hub.stop(), upstream.stop()]);
});

const stored = (id: number) => hub.admin<ProviderView>('GET', `/providers/${id}`);

it('edits what routing is told, and keeps secrets that are only shown masked', async () => {
  await ui.goto(`/providers/${seeded.tripped.id}`);
  await page.locator('#proxyUrl').waitFor();
  await expect.poll(() => page.locator('#proxyUrl').inputValue()).toBe('socks5://hub:****@127.0.0.1:1080');
  await page.locator('#activeTimeEnd').fill('');
  await page.getByText('Both times are needed, or none.').first().waitFor();
  await page.locator('#activeTimeEnd').fill('09:15');
  await page.locator('#parameterOverrides').fill('{"max_tokens": 64000');
  await page.getByText('Must be a JSON object.').waitFor();
  await page.locator('#parameterOverrides').fill('{"max_tokens": 64000}');
  await page.locator('#openMinutes').fill('5');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/\/providers$/);
  await expect
    .poll(() => stored(seeded.tripped.id))
    .toMatchObject({
      activeTimeStart: '22:00',
      activeTimeEnd: '09:15',
      parameterOverrides: { max_tokens: 64_000 },
      circuitBreakerOpenDuration: 300_000,
      proxyUrl: 'socks5://hub:****@127.0.0.1:1080',
      customHeaders: { 'X-Team': 'platform', 'X-Access-Token': '****' },
      modelRedirects: [{ match: 'regex', pattern: '^claude-(.*)-latest$', target: 'claude-$1-5' }],
    });
});

it('says that a proxy needs its protocol', async () => {
  await ui.goto('/providers/new');
  await page.locator('#proxyUrl').fill('127.0.0.1:1080');
  await page.getByText('Must start with http://').waitFor();
});

it('shows breakers in the list, and resets and opens them', async () => {
  await ui.goto('/providers');
  const row = page.locator('tr', { hasText: seeded.tripped.name });
  await row.locator('td.md cch-circuit-badge', { hasText: 'Open' }).waitFor();
  await row.locator('td.md cch-circuit-badge', { hasText: /trials in/ }).waitFor();
  await row.locator('td.actions button').click();
  await page.getByRole('menuitem', { name: 'Reset breaker' }).click();
  await ui.dismiss('Reset');
  await row.locator('td.md cch-circuit-badge', { hasText: 'Closed' }).waitFor();
  await row.locator('td.actions button').click();
  await page.getByRole('menuitem', { name: 'Open breaker' }).click();
  await ui.dismiss('Open');
  await row.locator('td.md cch-circuit-badge', { hasText: 'Open' }).waitFor();
});

it('tests what is typed, saved or not', async () => {
  await ui.goto(`/providers/${seeded.provider.id}`);
  const test = page.locator('cch-connection-test');
  await test.locator('input').fill('claude-for-the-test');
  await test.getByRole('button').click();
  await test.getByText('It answers').waitFor();
  await expect.poll(() => test.innerText()).toContain('claude-for-the-test');
  upstream.script('claude-refused', answers(401, '{"error":{"message":"wrong key"}}'));
  await test.locator('input').fill('claude-refused');
  await test.getByRole('button').click();
  await test.getByText('wrong key').waitFor();
});

it('tests a provider that has no name yet', async () => {
  await ui.goto('/providers/new');
  const test = page.locator('cch-connection-test');
  await test.getByText('Fill in what is missing').waitFor();
  await page.locator('#url').fill(upstream.url);
  await page.locator('#key').fill('sk-ant-typed');
  await test.getByRole('button').click();
  await test.getByText('It answers', { exact: true }).waitFor();
});

it('says why a stored key does not go to another address', async () => {
  await ui.goto(`/providers/${seeded.provider.id}`);
  await page.locator('#url').fill('http://127.0.0.1:9');
  const test = page.locator('cch-connection-test');
  await test.getByRole('button').click();
  await test.getByText('To test another address, enter them again.').waitFor();
});

it('tests the chosen ones, or all that are shown', async () => {
  await ui.goto('/providers');
  await page.getByRole('checkbox', { name: `Choose ${seeded.provider.name}` }).check();
  await page.getByRole('button', { name: 'Test 1' }).click();
  await page.getByText('1 of 1 tested, 0 failed').waitFor();
  await expect.poll(() => page.locator('cch-batch-test tbody tr').innerText()).toContain('Went straight');
  await page.getByRole('checkbox', { name: 'Choose all' }).check();
  await page.getByRole('checkbox', { name: 'Choose all' }).uncheck();
  await page.locator('.toolbar input[type=search]').fill('anthropic');
  await page.getByRole('button', { name: 'Test all' }).click();
  await page.getByText('2 of 2 tested, 1 failed').waitFor();
  await page.getByRole('button', { name: 'Close results' }).click();
  await page.locator('cch-batch-test').waitFor({ state: 'detached' });
});

it('tests four at once, and begins no further one when told to stop', async () => {
  const asked: (() => Promise<void>)[] = [];
  await page.route(/\/providers\/\d+\/test$/, (route) => {
    asked.push(() => route.continue());
  });
  await ui.goto('/providers');
  await page.getByRole('button', { name: 'Test all' }).click();
  await expect.poll(() => asked.length).toBe(4);
  await page.getByRole('button', { name: 'Stop' }).click();
  await Promise.all(asked.map((go) => go()));
  await page.getByText(/4 of 5 tested/).waitFor();
  await page.getByRole('button', { name: 'Close results' }).waitFor();
  expect(asked).toHaveLength(4);
  await page.unroute(/\/providers\/\d+\/test$/);
});

it('says who would serve a request and why the others would not', async () => {
  await ui.goto('/providers');
  await page.getByRole('link', { name: 'Simulate' }).click();
  await page.getByRole('button', { name: 'Simulate' }).click();
  const team = page.locator('tr', { hasText: seeded.provider.name });
  await team.getByText('Candidate').waitFor();
  expect(await team.innerText()).toContain('100 %');
  await expect.poll(() => page.locator('tr', { hasText: 'OpenAI' }).innerText()).toContain('does not speak');
});

it('simulates a key, and another client', async () => {
  await ui.goto('/providers/simulator');
  await page.locator('nz-select[name=user]').click();
  await page.locator('nz-option-item', { hasText: seeded.user.name }).click();
  await page.getByText(`${seeded.key.name} …`).first().waitFor();
  await page.locator('nz-select[name=client]').click();
  await page.locator('nz-option-item', { hasText: 'opencode' }).click();
  await page.getByRole('button', { name: 'Simulate' }).click();
  await page.getByText('The client is known as opencode.').waitFor();
  await expect
    .poll(() => ui.row(seeded.tripped.name).innerText())
    .toContain('It does not serve this client.');
});

it('tells the story of a request that failed over', async () => {
  await hub.admin('PATCH', `/providers/${seeded.provider.id}`, { priority: 1 });
  await hub.admin('POST', '/providers', {
    name: 'Broken relay',
    type: 'claude',
    url: 'http://127.0.0.1:9',
    key: 'k',
    allowedModels: [{ match: 'exact', pattern: 'claude-fails-over' }],
  });
  expect(await askModel(hub, seeded.key.key, 'claude-fails-over')).toBe(200);
  await ui.goto('/logs');
  await page.locator('tbody tr', { hasText: 'claude-fails-over' }).first().click();
  const timeline = page.locator('cch-decision-timeline');
  await timeline.getByText('The provider could not be reached.').first().waitFor();
  const story = await timeline.innerText();
  for (const part of [
    'Chose Broken relay',
    'Worth another try here, then elsewhere.',
    'Attempt 2: Broken relay gave no answer',
    `Chose ${seeded.provider.name}`,
    `Attempt 3: ${seeded.provider.name} answered with 200`,
  ])
    expect(story).toContain(part);
});
