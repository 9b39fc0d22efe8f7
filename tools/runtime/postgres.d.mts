export interface PostgresOptions {
  /** Holds the cluster, its password and its log; created when missing. */
  readonly dataDir: string;
  /** A free one is chosen when this is left out. */
  readonly port?: number | undefined;
  /** True survives a power cut; false is for tests, which throw the data away. */
  readonly durable: boolean;
}

export interface RunningPostgres {
  /** Superuser connection to the database `claude_code_hub`. */
  readonly dsn: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

export function startPostgres(options: PostgresOptions): Promise<RunningPostgres>;
