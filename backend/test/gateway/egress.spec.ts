import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type EgressProxy,
  PROXY_PASSWORD,
  PROXY_USER,
  type ProxyScheme,
  proxyUrl,
  startProxy,
} from '../support/egress-proxies';
import { dialectOf } from '../support/fake-upstream-dialects';
import { eventually } from '../support/hub-eventually';
import { freePort } from '../support/hub';
import { Rig, unique } from '../support/hub-rig';
import { LOOPBACK_TLS } from '../support/loopback-tls';

const SCHEMES: readonly ProxyScheme[] = ['http', 'https', 'socks5', 'socks5h'];
const anthropic = dialectOf('anthropic');

let folder: string;
let rig: Rig;
let proxies: ReadonlyMap<ProxyScheme, EgressProxy>;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cch-egress-'));
  const authorities = path.join(folder, 'proxy.pem');
  writeFileSync(authorities, LOOPBACK_TLS.cert);
  rig = await Rig.start({ env: { NODE_EXTRA_CA_CERTS: authorities } });
  proxies = new Map(
    await Promise.all(SCHEMES.map(async (scheme) => [scheme, await startProxy(scheme)] as const)),
  );
});
afterAll(async () => {
  await Promise.all([...(proxies?.values() ?? [])].map((proxy) => proxy.close()));
  await rig?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(settings: Record<string, unknown>, isStreaming = true) {
  const lane = await rig.lane({ type: 'claude', url: rig.upstream.url, ...settings });
  const model = unique('egress');
  const got = await rig.ask(anthropic, model, { key: lane.key, isStreaming });
  const row = await rig.rowOf(got);
  const attempts = row.provider_chain.filter(({ kind }) => kind === 'attempt');
  return { got, row, attempts, model, lane };
}

describe.each(SCHEMES)('a provider behind a %s proxy', (scheme) => {
  const portOf = () => proxies.get(scheme)?.port ?? 0;

  it.each([true, false])(
    'is reached through it, and the row says so (streaming: %s)',
    async (isStreaming) => {
      const { got, attempts, model } = await ask({ proxyUrl: proxyUrl(scheme, portOf()) }, isStreaming);
      expect(got).toMatchObject({ status: 200, isWhole: true });
      expect(got.body.toString()).toBe(
        isStreaming ? anthropic.frames(model).join('') : anthropic.reply(model),
      );
      expect(attempts).toMatchObject([{ outcome: 'answered', route: 'proxy' }]);
      // The second request finds the tunnel of the first one open.
      expect(proxies.get(scheme)?.seen.at(-1)).toMatchObject({
        port: rig.upstream.port,
        user: PROXY_USER,
        password: PROXY_PASSWORD,
      });
    },
  );

  it.each(['a wrong password', 'nobody there'])('fails over or goes straight: %s', async (trouble) => {
    const url =
      trouble === 'a wrong password'
        ? proxyUrl(scheme, portOf(), 'wrong-password')
        : proxyUrl(scheme, await freePort());
    const failed = await ask({ proxyUrl: url });
    expect(failed.got).toMatchObject({ status: 502, headers: { 'x-hub-error': 'upstream_proxy_failed' } });
    expect(failed.attempts).toMatchObject([
      { outcome: 'failed', failure: { reason: 'proxy_failed', blame: 'network', trips: false } },
      { outcome: 'failed', failure: { reason: 'proxy_failed' } },
    ]);
    expect(rig.upstream.exchangesFor(failed.model)).toHaveLength(0);

    const straight = await ask({ proxyUrl: url, proxyFallbackToDirect: true });
    expect(straight.got.status).toBe(200);
    expect(straight.attempts).toMatchObject([{ outcome: 'answered', route: 'direct_after_proxy' }]);
    expect(rig.upstream.exchangesFor(straight.model)).toHaveLength(1);
    const told = JSON.stringify([failed.row, straight.row, failed.got.body.toString()]) + rig.hub.log;
    for (const secret of ['wrong-password', PROXY_PASSWORD, encodeURIComponent(PROXY_PASSWORD)])
      expect(told).not.toContain(secret);
  });
});

it('lets connections go that no provider uses any more', async () => {
  const proxy = await startProxy('http');
  try {
    const { lane } = await ask({ proxyUrl: proxyUrl('http', proxy.port) });
    expect(proxy.openConnections()).toBe(1);
    await rig.hub.admin('PATCH', `/providers/${lane.providerId}`, { proxyUrl: null });
    await eventually('the proxy is left', () => proxy.openConnections() === 0 || undefined);
  } finally {
    await proxy.close();
  }
});
