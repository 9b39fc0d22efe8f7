export interface TestServices {
  /** Superuser connection to a PostgreSQL of this run alone. */
  readonly dsn: string;
  /** A Redis of this run alone, with 1024 numbered databases. */
  readonly redisUrl: string;
  stop(): Promise<void>;
}

export function startTestServices(): Promise<TestServices>;
