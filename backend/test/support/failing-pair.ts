import type { Dialect } from './fake-upstream-dialects';
import { DIALECTS } from './fake-upstream-dialects';
import { FakeUpstream, type Script } from './fake-upstream';
import { type Got, requestIdOf, send } from './client';
import { Hub, type HubOptions } from './hub';
import { Ledger, type Row } from './hub-ledger';
import { addCaller, addProvider, unique } from './hub-rig';

const LIMIT_MS = 400;

/** The circuit breaker as the admin API shows it. */
export interface Circuit {
  readonly state: string;
  readonly failures: number;
  readonly events: readonly { readonly from: string; readonly to: string; readonly cause: string }[];
}

/** A provider that fails as told, for one model that only it and the healthy one serve. */
export interface FailingLane {
  readonly model: string;
  readonly failingId: number;
  /** @param url of another hub than the first one */
  ask(isStreaming: boolean, url?: string): Promise<Got>;
  /** From now on the failing provider does this. */
  script(script: Script): void;
  rowOf(got: Got): Promise<Row>;
  failingCalls(): number;
  healthyCalls(): number;
  circuit(hub?: Hub): Promise<Circuit>;
  /** What the failing provider's circuit breaker has counted. */
  failures(): Promise<number>;
  /** What the healthy provider answers. */
  goodAnswer(isStreaming: boolean): string;
}

/** A hub whose first choice is a provider that fails, and whose second is one that does not. */
export class FailingPair {
  private constructor(
    readonly hub: Hub,
    private readonly failing: FakeUpstream,
    private readonly healthy: FakeUpstream,
    private readonly ledger: Ledger,
    private readonly key: string,
    private readonly healthyIds: ReadonlyMap<string, number>,
  ) {}

  static async start(options: HubOptions = {}): Promise<FailingPair> {
    const [hub, failing, healthy] = await Promise.all([
      Hub.start(options),
      FakeUpstream.start(),
      FakeUpstream.start(),
    ]);
    const ids = new Map<string, number>();
    for (const { format, providerType: type } of DIALECTS) {
      ids.set(format, await addProvider(hub, { type, url: healthy.url, priority: 1 }));
    }
    const { key } = await addCaller(hub);
    return new FailingPair(hub, failing, healthy, new Ledger(hub.stores.dsn), key, ids);
  }

  async stop(): Promise<void> {
    await Promise.all([this.failing.stop(), this.healthy.stop(), this.ledger.close()]);
    await this.hub.stop();
  }

  healthyId({ format }: Dialect): number | undefined {
    return this.healthyIds.get(format);
  }

  /** @param settings of the failing provider */
  async lane(
    dialect: Dialect,
    script: Script,
    settings: Readonly<Record<string, unknown>> = {},
  ): Promise<FailingLane> {
    const model = unique('failing');
    this.failing.script(model, script);
    const failingId = await addProvider(this.hub, {
      type: dialect.providerType,
      url: this.failing.url,
      allowedModels: [{ match: 'exact', pattern: model }],
      timeoutFirstByte: LIMIT_MS,
      timeoutIdle: LIMIT_MS,
      timeoutRequest: LIMIT_MS,
      ...settings,
    });
    return {
      model,
      failingId,
      ask: (isStreaming, url = this.hub.url) =>
        send(url, {
          path: dialect.path(model, isStreaming),
          headers: ['content-type', 'application/json', 'authorization', `Bearer ${this.key}`],
          body: dialect.request(model, isStreaming),
        }),
      script: (next) => this.failing.script(model, next),
      rowOf: (got) => this.ledger.row(requestIdOf(got)),
      failingCalls: () => this.failing.exchangesFor(model).length,
      healthyCalls: () => this.healthy.exchangesFor(model).length,
      circuit: (hub = this.hub) => hub.admin<Circuit>('GET', `/providers/${failingId}/circuit`),
      failures: async () =>
        (await this.hub.admin<Circuit>('GET', `/providers/${failingId}/circuit`)).failures,
      goodAnswer: (isStreaming) => (isStreaming ? dialect.frames(model).join('') : dialect.reply(model)),
    };
  }
}
