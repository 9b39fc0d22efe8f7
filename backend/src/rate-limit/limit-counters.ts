import { Inject, Injectable } from '@nestjs/common';
import { type Config, CONFIG } from '../config/config';
import { KEYS } from '../platform/redis/keyspace';
import { RedisQuestions } from '../platform/redis/redis-questions';

/** What only Redis knows of a subject. */
export interface LimitCounts {
  /** Requests of the last 60 seconds; only counted while there is a limit of them. */
  readonly requests: number;
  /** Active sessions; only counted while there is a limit of them. */
  readonly sessions: number;
  /** Reserved for requests under way, in millionths of a dollar. */
  readonly held: number;
}

const MINUTE_MS = 60_000;
const COUNTS_PER_SUBJECT = 3;

/** Looks at the counters of limits without taking part in them. */
@Injectable()
export class LimitCounters {
  private readonly sessionTtlMs: number;

  constructor(
    private readonly questions: RedisQuestions,
    @Inject(CONFIG) config: Config,
  ) {
    this.sessionTtlMs = config.SESSION_TTL * 1000;
  }

  /**
   * In the order of the subjects; undefined while Redis is away.
   *
   * @param subjects their names in Redis
   */
  async read(subjects: readonly string[]): Promise<readonly LimitCounts[] | undefined> {
    const counts = await this.questions.ask(() => this.count(subjects));
    if (!Array.isArray(counts)) return undefined;
    return subjects.map((_subject, index) => {
      const first = index * COUNTS_PER_SUBJECT;
      return {
        requests: Number(counts[first]),
        sessions: Number(counts[first + 1]),
        held: Number(counts[first + 2]),
      };
    });
  }

  private async count(subjects: readonly string[]): Promise<readonly unknown[]> {
    const { redis } = this.questions;
    // By the clock that requests and sessions were entered with.
    const [seconds, micros] = await redis.time();
    const clock = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
    const pipeline = redis.pipeline();
    for (const subject of subjects) {
      pipeline.zcount(KEYS.recentRequests(subject), `(${clock - MINUTE_MS}`, '+inf');
      pipeline.zcount(KEYS.activeSessions(subject), `(${clock - this.sessionTtlMs}`, '+inf');
      pipeline.hget(KEYS.spend(subject), 'h');
    }
    const replies = (await pipeline.exec()) ?? [];
    return replies.map(([error, value]) => {
      if (error) throw error;
      return value;
    });
  }
}
