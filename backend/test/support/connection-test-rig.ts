import { expect } from 'vitest';
import type { ConnectionTestView } from '../../src/providers/connection-test/connection-test.dto';
import type { ProviderView } from '../../src/providers/provider-page.dto';
import { type AdminApp, startAdminApp } from './admin-app';
import { FakeUpstream } from './fake-upstream';
import { unique } from './hub-rig';

/** Milliseconds that a test may take: short enough to wait for. */
export const TEST_LIMIT_MS = 1000;
export const TESTED_KEY = 'sk-planted-5e1f0a9c';

/** The admin API, a scripted upstream, and tests of one with the other. */
export class ConnectionTestRig {
  readonly log: string[] = [];

  private constructor(
    readonly app: AdminApp,
    readonly upstream: FakeUpstream,
    log: string[],
  ) {
    this.log = log;
  }

  static async start(): Promise<ConnectionTestRig> {
    const log: string[] = [];
    const [app, upstream] = await Promise.all([
      startAdminApp(
        { LOG_LEVEL: 'trace' },
        { config: { API_TEST_TIMEOUT_MS: TEST_LIMIT_MS }, writeLog: (line) => log.push(line) },
      ),
      FakeUpstream.start(),
    ]);
    return new ConnectionTestRig(app, upstream, log);
  }

  async stop(): Promise<void> {
    await Promise.all([this.app.stop(), this.upstream.stop()]);
  }

  /** The fields of a Claude provider at the scripted upstream, unless they say otherwise. */
  draft(fields: object = {}): object {
    return { type: 'claude', url: this.upstream.url, key: TESTED_KEY, ...fields };
  }

  async testDraft(fields: object = {}): Promise<ConnectionTestView> {
    const path = '/api/v1/providers/test';
    const answer = await this.app.client.post<ConnectionTestView>(path, this.draft(fields));
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }

  async create(fields: object = {}): Promise<number> {
    const whole = { name: unique('provider'), ...this.draft(fields) };
    const answer = await this.app.client.post<ProviderView>('/api/v1/providers', whole);
    expect(answer.status, answer.text).toBe(201);
    return answer.body.id;
  }

  async testSaved(id: number, options?: object): Promise<ConnectionTestView> {
    const path = `/api/v1/providers/${id}/test`;
    const answer = await this.app.client.post<ConnectionTestView>(path, options);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }
}
