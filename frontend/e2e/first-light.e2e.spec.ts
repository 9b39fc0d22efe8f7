import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeUpstream } from '../../backend/test/support/fake-upstream';
import { Hub } from '../../backend/test/support/hub';
import { askModel } from './support/ask-model';
import { launchBrowser } from './support/browser';
import { Console } from './support/console';

let browser: Browser;
let hub: Hub;
let upstream: FakeUpstream;
let ui: Console;
let secret = '';

beforeAll(async () => {
  [browser, hub, upstream] = await Promise.all([launchBrowser(), Hub.start(), FakeUpstream.start()]);
  ui = await Console.open(browser, hub);
});

afterAll(async () => {
  await browser.close();
  await Promise.all([hub.stop(), upstream.stop()]);
});

// One story, told in order: each step stands on the one before.
describe('from an empty hub to the first request', () => {
  it('leads to the login page, and from there back to where the reader wanted to go', async () => {
    await ui.page.goto('/users');
    await ui.page.waitForURL('**/login?returnUrl=%2Fusers');
    await ui.page.locator('#token').fill('wrong');
    await ui.button('Sign in').click();
    await ui.page.getByText('The token is not right.').waitFor();
    // The browser itself reports every refused request; this one was wanted.
    expect(ui.complaints.splice(0).join()).toContain('401');

    await ui.page.locator('#token').fill('gateway-tests-admin-token');
    await ui.button('Sign in').click();
    await ui.page.waitForURL('**/users');
    await ui.page.getByText('No users yet').waitFor();
  });

  it('shows the four first steps', async () => {
    await ui.goto('/');
    await ui.page.getByText('0 of 4 done').waitFor();
    await ui.page.getByText('No requests yet').waitFor();
  });

  it('creates a provider and says what is wrong while typing', async () => {
    await ui.page.getByRole('link', { name: 'Add a provider' }).click();
    await ui.field('Name').fill('Main account');
    await ui.field('Address').fill('api.anthropic.com');
    await ui.page.getByText('Must be an http:// or https:// address.').waitFor();
    await ui.field('Address').fill(upstream.url);
    await ui.page.getByText(`${upstream.url}/v1/messages`).waitFor();
    await ui.field('Key').fill('sk-ant-first-light-x7Qa');
    await ui.page.getByText('All matching requests come here').waitFor();
    await ui.button('Create provider').click();
    await ui.page.waitForURL('**/providers');
    await ui.row('Main account').getByText('x7Qa').waitFor();
    expect(await ui.page.content()).not.toContain('sk-ant-first-light');
  });

  it('creates a user and a key that is shown once, with ready-made settings', async () => {
    await ui.page.getByRole('link', { name: 'Users and keys' }).click();
    await ui.button('Add the first user').click();
    await ui.field('Name').fill('Ada Lovelace');
    await ui.button('Create user').click();
    await ui.page.waitForURL('**/users/*');
    await ui.button('Create the first key').click();
    await ui.field('Name').fill('laptop');
    await ui.button('Create key').last().click();

    const shown = ui.page.getByTestId('secret');
    await shown.waitFor();
    secret = (await shown.textContent()) ?? '';
    expect(secret).toMatch(/^cch_\w{32,}$/);
    const settings = await ui.page.getByRole('tabpanel').textContent();
    expect(settings).toContain(`ANTHROPIC_BASE_URL=${hub.url}`);
    expect(settings).toContain(`ANTHROPIC_AUTH_TOKEN=${secret}`);
    await ui.page.getByRole('tab', { name: 'Codex CLI' }).click();
    await expect
      .poll(() => ui.page.getByRole('tabpanel').textContent())
      .toContain(`base_url = "${hub.url}/v1"`);

    await ui.dismiss('I have stored the key');
    await shown.waitFor({ state: 'detached' });
    await ui.page.reload();
    await ui.row('laptop').waitFor();
    expect(await ui.page.content()).not.toContain(secret);
  });

  it('offers the settings later too, with a placeholder for the key', async () => {
    await ui.row('laptop').getByRole('button', { name: 'Set-up' }).click();
    expect(await ui.page.getByRole('tabpanel').textContent()).toContain('cch_YOUR_KEY');
    await ui.dismiss('Close');
  });

  it('sees the first request arrive and the steps tick off, without a reload', async () => {
    await ui.page.getByRole('link', { name: 'Logs' }).click();
    await ui.page.getByText('2 of 4 done').waitFor();
    expect(await askModel(hub, secret)).toBe(200);
    const row = ui.row('Ada Lovelace');
    await row.getByText('Answered').waitFor();
    await row.getByText('claude-sonnet-4-5').waitFor();
    await ui.page.getByText('All set. The hub is in use.').waitFor();
  });

  it('tells in the details how the provider was chosen', async () => {
    await ui.row('Ada Lovelace').click();
    const drawer = ui.page.locator('.ant-drawer-content');
    await drawer.getByText('Chose Main account, the only one that could serve this').waitFor();
    await drawer.getByText(/^Attempt 1: Main account answered with 200/).waitFor();
    await ui.page.reload();
    await drawer.getByText('Chose Main account').waitFor();
    await ui.page.keyboard.press('Escape');
    await ui.page.locator('.ant-drawer-open').waitFor({ state: 'detached' });
  });

  it('signs out', async () => {
    await ui.button('Account: admin').click();
    await ui.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await ui.page.waitForURL('**/login');
    await ui.page.goto('/providers');
    await ui.page.waitForURL('**/login?returnUrl=%2Fproviders');
  });

  it('made the browser complain about nothing', () => {
    expect(ui.complaints.filter((text) => !text.includes('401'))).toEqual([]);
  });
});
