import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Got, requestIdOf } from './client';
import { DIALECTS, dialectOf } from './fake-upstream-dialects';
import type { Script } from './fake-upstream';
import { eventually } from './hub-eventually';
import { type Rig, unique } from './hub-rig';

/** A request as its client saw it. */
export interface Seen {
  readonly id: string;
  readonly status: number;
  /** When the answer was complete (monotonic milliseconds); undefined when it never was. */
  readonly endedAt: number | undefined;
  readonly tookMs: number;
}

/** Clients that ask one request after the other until they are told to stop. */
export class Traffic {
  readonly seen: Seen[] = [];
  /** Requests that got no answer at all. */
  readonly failures: unknown[] = [];
  private isOn = true;
  private readonly clients: Promise<void>[];

  /** @param streamMs longest time that one streamed answer takes */
  constructor(
    private readonly rig: Rig,
    count: number,
    private readonly streamMs: number,
  ) {
    this.clients = Array.from({ length: count }, (_, at) => this.client(at));
  }

  get ended(): readonly Seen[] {
    return this.seen.filter((request) => request.endedAt !== undefined);
  }

  async stop(): Promise<void> {
    this.isOn = false;
    await Promise.all(this.clients);
  }

  /** Resolves when this many more requests have ended. */
  more(requests: number): Promise<true> {
    const wanted = this.seen.length + requests;
    return eventually(
      `${requests} more requests`,
      () => (this.seen.length >= wanted ? true : undefined),
      15_000,
    );
  }

  private async client(at: number): Promise<void> {
    const dialect = DIALECTS[at % DIALECTS.length] ?? dialectOf('gemini');
    while (this.isOn) {
      const model = unique('traffic');
      this.rig.upstream.script(model, spread(dialect.frames(model), Math.random() * this.streamMs));
      const startedAt = performance.now();
      try {
        const got = await this.rig.ask(dialect, model, { isStreaming: true });
        this.note(got, startedAt);
      } catch (error) {
        this.failures.push(error);
        if (this.isOn) await pause(20); // nobody is there; do not spin
      }
    }
  }

  private note(got: Got, startedAt: number): void {
    const now = performance.now();
    this.seen.push({
      id: requestIdOf(got),
      status: got.status,
      endedAt: got.isWhole ? now : undefined,
      tookMs: now - startedAt,
    });
  }
}

function spread(frames: readonly string[], overMs: number): Script {
  return async ({ res, closed }) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const frame of frames) {
      res.write(frame);
      const hasLeft = await Promise.race([closed, pause(overMs / frames.length, false)]);
      if (hasLeft) return;
    }
    res.end();
  };
}

/** Every request was answered, and each of them has exactly one row, complete with its tokens. */
export async function expectAllSettledOnce(rig: Rig, traffic: Traffic, withinMs: number): Promise<void> {
  expect(traffic.failures).toEqual([]);
  expect(traffic.seen.filter(({ status, endedAt }) => status !== 200 || endedAt === undefined)).toEqual([]);
  await expectSettledOnce(rig, traffic.seen, withinMs);
}

/** Each of the requests has exactly one row, complete with its tokens. */
export async function expectSettledOnce(rig: Rig, seen: readonly Seen[], withinMs: number): Promise<void> {
  const counts = await eventually(
    'every row',
    async () => {
      const rows = await rig.ledger.all().catch(() => []);
      const settled = rows.filter((row) => row.outcome === 'answered' && row.output_tokens === 37);
      const found = new Map<string, number>();
      for (const { id } of settled) found.set(id, (found.get(id) ?? 0) + 1);
      return seen.every(({ id }) => found.has(id)) ? found : undefined;
    },
    withinMs,
  );
  expect([...counts.values()].filter((count) => count !== 1)).toEqual([]);
}
