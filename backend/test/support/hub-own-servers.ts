import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type RunningPostgres, startPostgres } from '../../../tools/runtime/postgres.mjs';
import { type RunningRedis, startRedis } from '../../../tools/runtime/redis.mjs';

interface Server {
  readonly pid: number;
  readonly port: number;
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

/** A server that a test may kill, freeze and bring back with what it had written. */
export class OwnServer<S extends Server> {
  private isRunning = true;

  constructor(
    private running: S,
    private readonly startAgain: (port: number) => Promise<S>,
  ) {}

  get server(): S {
    return this.running;
  }

  /** Without a chance to say good-bye. */
  async kill(): Promise<void> {
    process.kill(this.running.pid, 'SIGKILL');
    await this.running.exited;
    this.isRunning = false;
  }

  freeze(): void {
    process.kill(this.running.pid, 'SIGSTOP');
  }

  thaw(): void {
    process.kill(this.running.pid, 'SIGCONT');
  }

  async stop(): Promise<void> {
    if (this.isRunning) await this.running.stop();
    this.isRunning = false;
  }

  /** On the same port, with the same data. */
  async start(): Promise<void> {
    this.running = await this.startAgain(this.running.port);
    this.isRunning = true;
  }
}

/** A Redis that nobody else uses, configured as in production. */
export async function startOwnRedis(): Promise<{
  redis: OwnServer<RunningRedis>;
  release: () => Promise<void>;
}> {
  const folder = ownFolder();
  const open = (port?: number) => startRedis({ dataDir: folder, durable: true, port });
  const redis = new OwnServer(await open(), open);
  return { redis, release: () => releaseAll(folder, redis) };
}

/** A PostgreSQL that nobody else uses, configured as in production. */
export async function startOwnPostgres(): Promise<{
  postgres: OwnServer<RunningPostgres>;
  release: () => Promise<void>;
}> {
  const folder = ownFolder();
  const open = (port?: number) => startPostgres({ dataDir: path.join(folder, 'data'), durable: true, port });
  const postgres = new OwnServer(await open(), open);
  return { postgres, release: () => releaseAll(folder, postgres) };
}

function ownFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cch-own-'));
  chmodSync(folder, 0o755); // root's PostgreSQL runs as nobody, who must get in
  return folder;
}

async function releaseAll(folder: string, server: OwnServer<Server>): Promise<void> {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
