import { Redis } from 'ioredis';
import { type Got, send } from './client';
import { dialectOf } from './fake-upstream-dialects';
import { Hub } from './hub';
import { eventually } from './hub-eventually';
import { addCaller, type Lane, type ProviderSettings, Rig, unique } from './hub-rig';
import { openStores, type HubStores } from './hub-stores';

const anthropic = dialectOf('anthropic');

/** A price sheet: USD per million tokens, and per request. */
export type Sheet = Readonly<Record<string, string>>;

/** Several hubs that share their stores, in front of one upstream, with priced models and callers with limits. */
export class LimitBench {
  private constructor(
    readonly rig: Rig,
    readonly hubs: readonly Hub[],
    readonly redis: Redis,
    private readonly releaseStores: () => Promise<void>,
  ) {}

  static async start(
    count: number,
    env: Readonly<Record<string, string>> = {},
    ownStores?: HubStores,
  ): Promise<LimitBench> {
    const stores = ownStores ?? (await openStores());
    const rig = await Rig.start({ stores, env });
    const others = await Promise.all(Array.from({ length: count - 1 }, () => Hub.start({ stores, env })));
    const redis = new Redis(stores.redisUrl);
    redis.on('error', () => undefined); // tests stop this server on purpose
    return new LimitBench(rig, [rig.hub, ...others], redis, stores.release);
  }

  async stop(): Promise<void> {
    this.redis.disconnect();
    const [, ...others] = this.hubs;
    await Promise.all(others.map((hub) => hub.stop()));
    await this.rig.stop();
    await this.releaseStores();
  }

  /** A model that every hub knows the price of. */
  async pricedModel(sheet: Sheet): Promise<string> {
    const model = unique('priced');
    await this.rig.ledger.query(`INSERT INTO model_price (model, source, sheet) VALUES ($1, 'manual', $2)`, [
      model,
      JSON.stringify(sheet),
    ]);
    return model;
  }

  /** A caller with limits, of the user or of the key. */
  async caller(
    user: Readonly<Record<string, unknown>>,
    key: Readonly<Record<string, unknown>> = {},
  ): Promise<Omit<Lane, 'providerId'>> {
    const caller = await addCaller(this.rig.hub, user);
    if (Object.keys(key).length > 0) await this.rig.hub.admin('PATCH', `/keys/${caller.keyId}`, key);
    return caller;
  }

  /** Limits and prices are read by every process within a second or so. */
  async known(model: string, key: string): Promise<void> {
    for (const hub of this.hubs) {
      await eventually('the hub knows the key', async () => {
        const path = '/v1/messages/count_tokens';
        const got = await send(hub.url, {
          path,
          headers: keyHeaders(key),
          body: anthropic.request(model, false),
        });
        return got.status === 200 || undefined;
      });
    }
    // Prices are read in the same look as keys, and the key is younger.
  }

  ask(hub: Hub, key: string, model: string, fields: Readonly<Record<string, unknown>> = {}): Promise<Got> {
    const body = JSON.stringify({
      model,
      max_tokens: 1000,
      messages: [{ role: 'user', content: 'hello' }],
      metadata: { user_id: JSON.stringify({ session_id: 'one' }) },
      ...fields,
    });
    return send(hub.url, { path: '/v1/messages', headers: keyHeaders(key), body });
  }

  /** As many requests at once, spread over the hubs. Fails when a hub did without Redis. */
  async burst(count: number, key: string, model: string): Promise<readonly Got[]> {
    const answers = await this.rawBurst(count, key, model);
    const degraded = answers.filter(({ headers }) => headers['x-hub-degraded'] !== undefined).length;
    if (degraded > 0) throw new Error(`${degraded} requests were answered without Redis`);
    return answers;
  }

  /** The same, whatever becomes of them. */
  rawBurst(count: number, key: string, model: string): Promise<readonly Got[]> {
    return Promise.all(
      Array.from({ length: count }, (_, at) => {
        const hub = this.hubs[at % this.hubs.length] ?? this.rig.hub;
        return this.ask(hub, key, model);
      }),
    );
  }

  lane(provider: ProviderSettings): Promise<Lane> {
    return this.rig.lane(provider);
  }
}

function keyHeaders(key: string): readonly string[] {
  return ['content-type', 'application/json', 'x-api-key', key];
}
