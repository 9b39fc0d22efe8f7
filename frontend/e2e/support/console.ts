import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ADMIN_TOKEN, type Hub } from '../../../backend/test/support/hub';

export interface Look {
  readonly language: 'en' | 'zh-CN';
  readonly theme: 'light' | 'dark';
  readonly width: number;
}

export const PLAIN_LOOK: Look = { language: 'en', theme: 'light', width: 1440 };
const NARROW_PX = 600;
const WAIT_MS = 10_000;
const PRESSES = 4;

/** The console in a browser window of its own, with everything that the browser complained about. */
export class Console {
  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    readonly complaints: string[],
  ) {}

  static async open(browser: Browser, hub: Hub, look: Look = PLAIN_LOOK): Promise<Console> {
    const context = await browser.newContext({
      baseURL: hub.url,
      locale: look.language === 'en' ? 'en-US' : 'zh-CN',
      colorScheme: look.theme,
      viewport: { width: look.width, height: look.width < NARROW_PX ? 812 : 900 },
      timezoneId: 'UTC',
    });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    return new Console(context, page, complaints);
  }

  async signIn(token = ADMIN_TOKEN): Promise<void> {
    await this.page.goto('/login');
    await this.page.locator('#token').fill(token);
    await this.page.locator('button[type=submit]').click();
    await this.page.waitForURL('**/logs');
  }

  /** Goes to a page and waits until its data is there. */
  async goto(path: string): Promise<void> {
    await this.page.goto(path);
    await this.settled();
  }

  /** Waits until no list is loading any more. */
  async settled(): Promise<void> {
    await this.page.locator('h1').first().waitFor();
    await this.page.locator('nz-skeleton').first().waitFor({ state: 'detached' });
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name });
  }

  /** The control with this label, whether it is optional or not. */
  field(label: string) {
    return this.page.getByLabel(new RegExp(`^\\s*${label}(\\s+optional)?\\s*$`));
  }

  row(text: string) {
    return this.page.locator('tbody tr', { hasText: text });
  }

  /** Presses the button that ends its dialog, again when the press fell into the dialog's opening. */
  async dismiss(name: string): Promise<void> {
    const dialog = this.page
      .getByRole('dialog')
      .filter({ has: this.page.getByRole('button', { name, exact: true }) });
    for (let press = 1; press <= PRESSES; press++) {
      await dialog.getByRole('button', { name, exact: true }).last().click();
      const isGone = await dialog.waitFor({ state: 'detached', timeout: WAIT_MS / PRESSES }).then(
        () => true,
        () => false,
      );
      if (isGone) return;
    }
    throw new Error(`the dialog stays open after ${PRESSES} presses of ${name}`);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
