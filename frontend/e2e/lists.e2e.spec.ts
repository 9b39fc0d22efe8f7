import type { UserView } from '@cch/api-client/models';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeUpstream } from '../../backend/test/support/fake-upstream';
import { Hub } from '../../backend/test/support/hub';
import { askModel, fillLog } from './support/ask-model';
import { launchBrowser } from './support/browser';
import { Console } from './support/console';
import { seed, type Seeded } from './support/seed';

let browser: Browser;
let hub: Hub;
let upstream: FakeUpstream;
let ui: Console;
let seeded: Seeded;

beforeAll(async () => {
  [browser, hub, upstream] = await Promise.all([launchBrowser(), Hub.start(), FakeUpstream.start()]);
  seeded = await seed(hub, upstream.url);
  ui = await Console.open(browser, hub);
  await ui.signIn();
});

afterAll(async () => {
  await browser.close();
  await Promise.all([hub.stop(), upstream.stop()]);
});

const firstCells = () => ui.page.locator('tbody td.name a').allTextContents();

describe('providers', () => {
  it('are searched, filtered and sorted', async () => {
    await ui.goto('/providers');
    await ui.button('Name').click();
    await expect
      .poll(firstCells)
      .toEqual([
        'Anthropic, by way of Frankfurt',
        'Anthropic, team account',
        'Gemini 双子座',
        'OpenAI',
        'Relay',
      ]);
    await ui.button('Name').click();
    await expect.poll(async () => (await firstCells())[0]).toBe('Relay');
    await ui.page.getByPlaceholder('Search name, address, notes').fill('march');
    await expect.poll(firstCells).toEqual(['Anthropic, team account']);
    await ui.page.getByPlaceholder('Search name, address, notes').fill('nothing like this');
    await ui.button('Clear filters').click();
    await expect.poll(firstCells).toHaveLength(5);
  });

  it('are switched in the list', async () => {
    const toggle = ui.page.getByRole('switch', { name: 'Relay enabled' });
    await toggle.click();
    await ui.page.locator('[role=switch][aria-label="Relay enabled"][aria-checked=true]').waitFor();
    await ui.page.reload();
    await ui.settled();
    expect(await toggle.getAttribute('aria-checked')).toBe('true');
  });

  it('keep unsaved changes unless the reader discards them', async () => {
    await ui.goto(`/providers/${seeded.provider.id}`);
    await ui.field('Name').fill('Renamed');
    await ui.page.getByRole('link', { name: 'Logs' }).click();
    await ui.page.getByText('Discard your changes?').waitFor();
    await ui.dismiss('Cancel');
    await expect.poll(() => ui.field('Name').inputValue()).toBe('Renamed');
  });

  it('show on the field what only the server can know', async () => {
    await ui.field('Name').fill('openai');
    await ui.button('Save').click();
    await ui.page.locator('cch-field', { hasText: 'Name' }).getByText('This name is taken.').waitFor();
    expect(ui.complaints.splice(0).join()).toContain('409');
    await ui.field('Name').fill('Main account');
    await ui.button('Save').click();
    await ui.page.waitForURL('**/providers');
    await ui.row('Main account').waitFor();
  });

  it('are deleted only after saying what that does', async () => {
    await ui.row('Relay').getByRole('button', { name: 'Actions for Relay' }).click();
    await ui.page.getByRole('menuitem', { name: 'Delete' }).click();
    await ui.page.getByText('“Relay” gets no further requests').waitFor();
    await ui.dismiss('Delete');
    await ui.row('Relay').waitFor({ state: 'detached' });
  });
});

describe('users', () => {
  it('are searched on the server and show who may come in', async () => {
    await ui.goto('/users');
    await ui.row('Edsger Dijkstra').getByText('Expired').waitFor();
    await ui.page.getByPlaceholder('Search name, note, tag').fill('nightly');
    await ui.row('Ada Lovelace').waitFor({ state: 'detached' });
    await expect.poll(firstCells).toEqual(['Build server']);
  });

  it('are changed in a drawer', async () => {
    await ui.goto(`/users/${seeded.user.id}`);
    await ui.button('Edit').first().click();
    await ui.field('Note').fill('Writes the first program');
    await ui.button('Save').click();
    await ui.page.getByText('Writes the first program').waitFor();
    const stored = await hub.admin<UserView>('GET', `/users/${seeded.user.id}`);
    expect(stored).toMatchObject({
      note: 'Writes the first program',
      tags: ['platform'],
      name: 'Ada Lovelace',
    });
  });

  it('get a new secret for a key, and the old one stops', async () => {
    await ui.row('laptop').getByRole('button', { name: 'Actions for laptop' }).click();
    await ui.page.getByRole('menuitem', { name: 'Replace secret' }).click();
    await ui.dismiss('Replace secret');
    const fresh = (await ui.page.getByTestId('secret').textContent()) ?? '';
    await ui.dismiss('I have stored the key');
    expect(await askModel(hub, fresh)).toBe(200);
    expect(await askModel(hub, seeded.key.key)).toBe(401);
    seeded = { ...seeded, key: { ...seeded.key, key: fresh } };
  });
});

describe('the log', () => {
  it('keeps its filters in the address', async () => {
    await askModel(hub, seeded.key.key, 'claude-opus-4-5');
    await ui.goto('/logs?model=claude-opus-4-5');
    await ui.row('claude-opus-4-5').first().waitFor();
    await expect.poll(() => ui.page.locator('tbody tr').count()).toBe(1);
    await ui.button('Clear filters').click();
    await ui.page.waitForURL((url) => url.search === '');
    await ui.row('claude-sonnet-4-5').first().waitFor();
  });

  it('leaves a reader who is further down alone, and counts what is new', async () => {
    await fillLog(hub, seeded.key.key, 30);
    await ui.goto('/logs');
    await ui.page.locator('tbody tr').nth(25).waitFor();
    await ui.page.locator('tbody tr').nth(25).scrollIntoViewIfNeeded();
    const top = await ui.page.locator('main').evaluate((area) => area.scrollTop);
    await askModel(hub, seeded.key.key, 'claude-haiku-4-5');
    await ui.button('1 new').waitFor();
    await expect.poll(() => ui.page.locator('main').evaluate((area) => area.scrollTop)).toBe(top);
    await expect.poll(() => ui.row('claude-haiku-4-5').count()).toBe(0);
    await ui.button('1 new').click();
    await ui.row('claude-haiku-4-5').waitFor();
  });

  it('loads older rows on the way down, without a row twice', async () => {
    await fillLog(hub, seeded.key.key, 30);
    await ui.goto('/logs');
    await expect.poll(() => ui.page.locator('tbody tr').count()).toBe(50);
    await ui.page.locator('main').evaluate((area) => area.scrollTo(0, area.scrollHeight));
    await ui.page.getByText('That is all.').waitFor();
    const { items } = await hub.admin<{ items: unknown[] }>('GET', '/usage-logs?limit=200');
    await expect.poll(() => ui.page.locator('tbody tr').count()).toBe(items.length);
  });

  it('says so when it can no longer refresh, and keeps the rows', async () => {
    await hub.kill('SIGTERM');
    await ui.page.getByText('Not up to date').waitFor();
    await ui.page.getByText('The hub cannot be reached.').waitFor();
    await expect.poll(() => ui.page.locator('tbody tr').count()).toBeGreaterThan(50);
    await hub.restart();
    await ui.page.getByText('Not up to date').waitFor({ state: 'detached' });
    ui.complaints.splice(0);
  });

  it('leads to the login when the login has ended, and back again', async () => {
    const { items } = await hub.admin<{ items: { id: string }[] }>('GET', '/auth/logins');
    for (const login of items) await hub.admin('DELETE', `/auth/logins/${login.id}`);
    await ui.page.getByText('Your login has ended').waitFor();
    expect(ui.complaints.splice(0).join()).toContain('401');
    await ui.page.locator('#token').fill('gateway-tests-admin-token');
    await ui.button('Sign in').click();
    await ui.page.waitForURL('**/logs');
  });
});

it('made the browser complain about nothing else', () => {
  expect(ui.complaints).toEqual([]);
});
