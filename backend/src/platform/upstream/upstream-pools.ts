import { Pool } from 'undici';
import { tunnelConnector } from './tunnel-connector';
import type { UpstreamTarget } from './upstream-target';

const CONNECT_TIMEOUT_MS = 10_000;
// Below the idle limit of common servers and balancers (60 s and more). A shorter one announced by the server wins.
const KEEP_ALIVE_MS = 30_000;

/** One pool of keep-alive connections per upstream origin and way to it. */
export class UpstreamPools {
  private readonly pools = new Map<string, Pool>();
  private readonly closing = new Set<Pool>();

  of(origin: string, proxyUrl: string | undefined): Pool {
    const key = keyOf(origin, proxyUrl);
    const known = this.pools.get(key);
    if (known) return known;
    const pool = openPool(origin, proxyUrl);
    this.pools.set(key, pool);
    return pool;
  }

  /** Closes the pools that none of these targets uses; requests and streams on them go on to their end. */
  retain(targets: readonly UpstreamTarget[]): void {
    const kept = new Set(targets.flatMap(keysOf));
    for (const [key, pool] of this.pools) {
      if (kept.has(key)) continue;
      this.pools.delete(key);
      this.closing.add(pool);
      const forget = () => void this.closing.delete(pool);
      // Closing fails for a pool that is destroyed already.
      void pool.close().then(forget, forget);
    }
  }

  async destroy(): Promise<void> {
    await Promise.all([...this.pools.values(), ...this.closing].map((pool) => pool.destroy()));
  }
}

function keysOf({ origin, proxyUrl, fallbackToDirect }: UpstreamTarget): string[] {
  const key = keyOf(origin, proxyUrl);
  return proxyUrl !== undefined && fallbackToDirect ? [key, origin] : [key];
}

function keyOf(origin: string, proxyUrl: string | undefined): string {
  return proxyUrl === undefined ? origin : `${origin} ${proxyUrl}`;
}

function openPool(origin: string, proxyUrl: string | undefined): Pool {
  return new Pool(origin, {
    connections: null,
    pipelining: 1,
    allowH2: false,
    connect:
      proxyUrl === undefined
        ? { timeout: CONNECT_TIMEOUT_MS }
        : tunnelConnector(proxyUrl, CONNECT_TIMEOUT_MS),
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: 10 * KEEP_ALIVE_MS,
  });
}
