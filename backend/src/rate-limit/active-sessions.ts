import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type Config, CONFIG } from '../config/config';
import { type Clock, CLOCK } from '../platform/clock';
import { KEYS } from '../platform/redis/keyspace';
import { RedisQuestions } from '../platform/redis/redis-questions';

/** Sessions that count as active with a subject. */
export type ActiveIn = readonly (readonly [subject: string, session: string])[];

/** Keeps sessions active for as long as answers of theirs are running in this process, with one timer for all of them. */
@Injectable()
export class ActiveSessions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly running = new Set<ActiveIn>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly questions: RedisQuestions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'SESSION_TTL'>,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.refreshAll(), (this.config.SESSION_TTL * 1000) / 3);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** An answer has begun; the returned function is to be called at its end. */
  begin(sessions: ActiveIn): () => void {
    this.running.add(sessions);
    return () => this.running.delete(sessions);
  }

  private refreshAll(): void {
    if (this.running.size === 0) return;
    const now = this.clock.now();
    this.questions.send(() => {
      const commands = this.questions.redis.pipeline();
      for (const sessions of this.running) {
        for (const [subject, session] of sessions) {
          commands.zadd(KEYS.activeSessions(subject), 'XX', 'GT', now, session);
        }
      }
      return commands.exec();
    });
  }
}
