import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type Got, json, send } from './client';
import { type HubStores, openStores } from './hub-stores';

const ROOT = path.resolve(import.meta.dirname, '../../..');
// Another bundle can be named to see whether the tests notice what is wrong with it.
const BUNDLE = process.env['HUB_BUNDLE'] ?? path.join(ROOT, 'dist/backend/main.js');
const NODE = path.join(ROOT, 'node_modules/.bin/node');

export const ADMIN_TOKEN = 'gateway-tests-admin-token';
const ENCRYPTION_KEY = Buffer.alloc(32, 3).toString('base64');
const START_MS = 30_000;
const STOP_MS = 20_000;

export interface HubOptions {
  readonly role?: 'all' | 'gateway' | 'admin' | 'worker';
  readonly env?: Readonly<Record<string, string>>;
  /** Kept by whoever opened them. Without any, the hub gets its own and releases them. */
  readonly stores?: HubStores;
}

/** The built hub as a process of its own. */
export class Hub {
  private child: ChildProcess | undefined;
  /** Everything it wrote, over all its starts. */
  log = '';

  private constructor(
    readonly url: string,
    readonly dataDir: string,
    readonly stores: HubStores,
    private readonly env: Readonly<Record<string, string>>,
    private readonly ownsStores: boolean,
  ) {}

  static async start(options: HubOptions = {}): Promise<Hub> {
    const stores = options.stores ?? (await openStores());
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cch-hub-'));
    const port = await freePort();
    const env = {
      APP_HOST: '127.0.0.1',
      APP_PORT: String(port),
      DSN: stores.dsn,
      REDIS_URL: stores.redisUrl,
      DATA_DIR: dataDir,
      ROLE: options.role ?? 'all',
      ADMIN_TOKEN,
      ENCRYPTION_KEY,
      LOG_LEVEL: 'info',
      TZ: 'UTC',
      ...options.env,
    };
    const hub = new Hub(`http://127.0.0.1:${port}`, dataDir, stores, env, options.stores === undefined);
    await hub.launch();
    return hub;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Whether the process that was started last still lives. */
  get isAlive(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Calls the admin API as the administrator and expects it to succeed. */
  async admin<T = Record<string, unknown>>(method: string, route: string, body?: unknown): Promise<T> {
    const got = await this.askAdmin(method, route, body);
    if (got.status >= 300) throw new Error(`${method} ${route}: ${got.status} ${got.body.toString('utf8')}`);
    return got.body.length === 0 ? ({} as T) : (json(got) as T);
  }

  askAdmin(method: string, route: string, body?: unknown): Promise<Got> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type = text === undefined ? [] : ['content-type', 'application/json'];
    return send(this.url, {
      method,
      path: `/api/v1${route}`,
      headers: ['authorization', `Bearer ${ADMIN_TOKEN}`, ...type],
      ...(text === undefined ? {} : { body: text }),
    });
  }

  /** Resolves when the process has ended. */
  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.child;
    if (!child || !this.isAlive) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await ended;
  }

  /** Starts the process again, on the same port, data and databases. */
  async restart(): Promise<void> {
    await this.kill('SIGTERM');
    await this.launch();
  }

  async stop(): Promise<void> {
    const giveUp = setTimeout(() => this.child?.kill('SIGKILL'), STOP_MS);
    await this.kill('SIGTERM');
    clearTimeout(giveUp);
    rmSync(this.dataDir, { recursive: true, force: true });
    if (this.ownsStores) await this.stores.release();
  }

  private async launch(): Promise<void> {
    const child = fork(BUNDLE, [], {
      execPath: NODE,
      execArgv: ['--enable-source-maps'],
      env: { PATH: process.env['PATH'], ...this.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    const endWithUs = () => child.kill('SIGKILL'); // a test that fails half-way stops nothing itself
    process.once('exit', endWithUs);
    child.once('exit', () => process.off('exit', endWithUs));
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.log += chunk.toString('utf8')));
    await this.untilReady(child);
  }

  private untilReady(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`The hub ${why}.\n${this.log.slice(-4000)}`));
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        fail(`was not ready within ${START_MS} ms`);
      }, START_MS);
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        fail(`ended with ${signal ?? `code ${code}`} before it was ready`);
      });
      child.on('message', (message) => {
        if ((message as { kind?: unknown }).kind !== 'ready') return;
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** A port of the loopback interface that nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
