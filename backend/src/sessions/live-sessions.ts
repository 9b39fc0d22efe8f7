import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type Config, CONFIG } from '../config/config';
import { SessionBinder } from './session-binder';
import type { SessionRef } from './session-ref';

/** Shorter requests have refreshed their session only just now. */
const SHORT_MS = 1000;

interface Live {
  readonly session: SessionRef;
  requests: number;
}

/** Keeps the sessions alive whose requests are running in this process, with one timer for all of them. */
@Injectable()
export class LiveSessions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly live = new Map<string, Live>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly binder: SessionBinder,
    @Inject(CONFIG) private readonly config: Pick<Config, 'SESSION_TTL'>,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.refreshAll(), (this.config.SESSION_TTL * 1000) / 3);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** A request of the session begins; the returned function is to be called at its end. */
  begin(session: SessionRef): () => void {
    const startedAt = performance.now();
    const entry = this.live.get(session.redisKey) ?? { session, requests: 0 };
    entry.requests += 1;
    this.live.set(session.redisKey, entry);
    return () => this.end(entry, performance.now() - startedAt);
  }

  private end(entry: Live, tookMs: number): void {
    entry.requests -= 1;
    if (entry.requests > 0) return;
    this.live.delete(entry.session.redisKey);
    if (tookMs >= SHORT_MS) this.binder.refresh([entry.session]);
  }

  private refreshAll(): void {
    if (this.live.size > 0) this.binder.refresh([...this.live.values()].map(({ session }) => session));
  }
}
