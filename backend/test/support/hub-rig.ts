import type { ProviderType } from '@cch/contracts/provider-types';
import { type Got, requestIdOf, send } from './client';
import { FakeUpstream } from './fake-upstream';
import type { Dialect } from './fake-upstream-dialects';
import { Hub, type HubOptions } from './hub';
import { Ledger, type Row } from './hub-ledger';

let made = 0;

/** A name that no other call gives out. */
export function unique(prefix: string): string {
  made += 1;
  return `${prefix}-${made}`;
}

/** A caller of its own with one provider that only this caller reaches. */
export interface Lane {
  readonly key: string;
  readonly keyId: number;
  readonly userId: number;
  readonly providerId: number;
}

export interface ProviderSettings {
  readonly type: ProviderType;
  readonly url: string;
  readonly key?: string;
  readonly [field: string]: unknown;
}

export const PROVIDER_KEY = 'upstream-secret-0123456789';

/** A hub, a scripted upstream behind one provider of each type a client needs, and a key that reaches them. */
export class Rig {
  private constructor(
    readonly hub: Hub,
    readonly upstream: FakeUpstream,
    readonly ledger: Ledger,
    /** Reaches the shared upstream in all four formats. */
    readonly key: string,
    readonly keyId: number,
    readonly userId: number,
  ) {}

  static async start(options: HubOptions = {}): Promise<Rig> {
    const [hub, upstream] = await Promise.all([Hub.start(options), FakeUpstream.start()]);
    for (const type of ['claude', 'codex', 'openai-compatible', 'gemini'] satisfies ProviderType[]) {
      // Tests make it fail on purpose, and one test must not open its breaker for the others.
      await addProvider(hub, { type, url: upstream.url, circuitBreakerFailureThreshold: 0 });
    }
    const { key, keyId, userId } = await addCaller(hub);
    return new Rig(hub, upstream, new Ledger(hub.stores.dsn), key, keyId, userId);
  }

  async stop(): Promise<void> {
    await this.upstream.stop();
    await this.ledger.close();
    await this.hub.stop();
  }

  /** A provider that only the returned key reaches. */
  async lane(provider: ProviderSettings): Promise<Lane> {
    const group = unique('group');
    await this.hub.admin('POST', '/provider-groups', { name: group });
    const draft = { circuitBreakerFailureThreshold: 0, ...provider, groups: [group] };
    const providerId = await addProvider(this.hub, draft);
    return { ...(await addCaller(this.hub, { providerGroups: [group] })), providerId };
  }

  /** Asks in the client's own way, with the shared key unless another is given. */
  ask(dialect: Dialect, model: string, options: AskOptions = {}): Promise<Got> {
    const { isStreaming = false, key = this.key, headers = [] } = options;
    return send(this.hub.url, {
      path: dialect.path(model, isStreaming),
      headers: ['content-type', 'application/json', 'authorization', `Bearer ${key}`, ...headers],
      body: options.body ?? dialect.request(model, isStreaming),
    });
  }

  /** The ledger row of an answer. */
  rowOf(got: Pick<Got, 'headers'>, withinMs?: number): Promise<Row> {
    return this.ledger.row(requestIdOf(got), withinMs);
  }

  /** The same as the admin API shows it. */
  async entryOf(got: Pick<Got, 'headers'>): Promise<Entry> {
    await this.rowOf(got);
    return this.hub.admin<Entry>('GET', `/usage-logs/${requestIdOf(got)}`);
  }
}

/** An entry of the request log by the names of the admin API. */
export type Entry = Readonly<Record<string, unknown>>;

export interface AskOptions {
  readonly isStreaming?: boolean;
  readonly key?: string;
  /** Flat, besides content type and key. */
  readonly headers?: readonly string[];
  readonly body?: Buffer | string;
}

export async function addProvider(hub: Hub, provider: ProviderSettings): Promise<number> {
  const draft = { name: unique('provider'), key: PROVIDER_KEY, ...provider };
  return (await hub.admin<{ id: number }>('POST', '/providers', draft)).id;
}

export async function addCaller(
  hub: Hub,
  user: Readonly<Record<string, unknown>> = {},
): Promise<{ key: string; keyId: number; userId: number }> {
  const { id: userId } = await hub.admin<{ id: number }>('POST', '/users', { name: unique('user'), ...user });
  const issued = await hub.admin<{ id: number; key: string }>('POST', `/users/${userId}/keys`, {
    name: 'key',
  });
  return { key: issued.key, keyId: issued.id, userId };
}
