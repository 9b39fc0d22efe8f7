export interface RedisOptions {
  /** Holds the append-only file, configuration, password and log; created when missing. */
  readonly dataDir: string;
  /** A free one is chosen when this is left out. */
  readonly port?: number | undefined;
  /** True keeps an append-only file and asks for a password; false is for tests: 1024 databases, nothing kept. */
  readonly durable: boolean;
}

export interface RunningRedis {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

export function startRedis(options: RedisOptions): Promise<RunningRedis>;
