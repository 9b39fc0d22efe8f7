import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProxyFailed } from '../../src/platform/upstream/proxy-failed';
import { UpstreamClient } from '../../src/platform/upstream/upstream-client';
import { directTo, type UpstreamTarget } from '../../src/platform/upstream/upstream-target';
import {
  type EgressProxy,
  PROXY_PASSWORD,
  PROXY_USER,
  proxyUrl,
  startProxy,
} from '../support/egress-proxies';
import { trustLoopback } from '../support/loopback-tls';
import { PlainOrigin } from '../support/plain-origin';
import { UpstreamExchange } from '../support/upstream-exchange';

const WAYS = (['http', 'https', 'socks5', 'socks5h'] as const).flatMap((proxy) =>
  (['http', 'https'] as const).map((origin) => [proxy, origin] as const),
);

describe.each(WAYS)('%s proxy to %s origin', (scheme, originScheme) => {
  let distrust: () => void;
  let proxy: EgressProxy;
  let origin: PlainOrigin;
  let client: UpstreamClient;
  let goOn: () => void;

  beforeAll(async () => {
    distrust = trustLoopback();
    proxy = await startProxy(scheme);
  });
  afterAll(async () => {
    await proxy.close();
    distrust();
  });
  beforeEach(async () => {
    const stream = new Promise<void>((resolve) => (goOn = resolve));
    client = new UpstreamClient();
    origin = await PlainOrigin.start(originScheme, {
      '/echo': (res, body) => res.end(`echo ${body}`),
      '/stream': (res) => {
        res.write('first ');
        void stream.then(() => res.end('last'));
      },
      '/hang-up': (res) => res.destroy(),
      '/list': (res) => res.end('{"models":[]}'),
    });
  });
  afterEach(async () => {
    await client.onApplicationShutdown();
    await origin.close();
    await vi.waitUntil(() => proxy.openConnections() === 0);
  });

  const through = (options: Partial<Pick<UpstreamTarget, 'proxyUrl' | 'fallbackToDirect'>> = {}) => ({
    origin: origin.url,
    proxyUrl: proxyUrl(scheme, proxy.port),
    fallbackToDirect: false,
    ...options,
  });
  const send = (target: UpstreamTarget, path = '/echo', ...body: string[]) =>
    UpstreamExchange.begin(client, target, {
      path,
      headers: ['content-length', String(Buffer.byteLength(body.join('')))],
      body: body.map((piece) => Buffer.from(piece)),
    });

  it('passes requests over one tunnel and asks for it with user and password', async () => {
    const asked = proxy.seen.length;
    for (const body of ['one', 'two']) {
      const { told, body: answer } = await send(through(), '/echo', body).over;
      expect(told).toEqual(['proxy', 'start', 'end']);
      expect(answer).toBe(`echo ${body}`);
    }
    expect(proxy.seen.slice(asked)).toEqual([
      {
        hostname: scheme === 'socks5' ? '127.0.0.1' : 'localhost',
        port: origin.port,
        user: PROXY_USER,
        password: PROXY_PASSWORD,
      },
    ]);
  });

  it('passes a stream on as it comes', async () => {
    const exchange = send(through(), '/stream');
    await exchange.received('first ');
    goOn();
    expect((await exchange.over).body).toBe('first last');
  });

  it('fetches documents', async () => {
    const list = { method: 'GET', path: '/list', headers: [], timeoutMs: 5000 } as const;
    await expect(client.fetchJson(through(), list)).resolves.toEqual({ models: [] });
    const wrong = { proxyUrl: proxyUrl(scheme, proxy.port, 'wrong') };
    await expect(client.fetchJson(through(wrong), list)).rejects.toMatchObject({ code: 'proxy_refused' });
    const falling = through({ ...wrong, fallbackToDirect: true });
    await expect(client.fetchJson(falling, list)).resolves.toEqual({ models: [] });
  });

  describe.each([
    ['does not accept the password', 'proxy_refused', () => proxyUrl(scheme, proxy.port, 'wr@ng-secret')],
    ['is dead', 'proxy_unreachable', async () => proxyUrl(scheme, await deadPort())],
  ])('that %s', (_, code, url) => {
    it('fails without fallback, and the upstream hears nothing', async () => {
      const exchange = await send(through({ proxyUrl: await url() })).over;
      expect(exchange.told).toEqual(['proxy', 'error']);
      expect(exchange.error).toBeInstanceOf(ProxyFailed);
      expect(exchange.error).toMatchObject({ code });
      expectNoCredentials(exchange.error);
      expect(origin.connections).toBe(0);
    });

    it('is left out with fallback, and the upstream gets the whole request once', async () => {
      const target = through({ proxyUrl: await url(), fallbackToDirect: true });
      const exchange = await send(target, '/echo', 'in two ', 'pieces').over;
      expect(exchange.told).toEqual(['proxy', 'direct_after_proxy', 'start', 'end']);
      expect(exchange.body).toBe('echo in two pieces');
      expect(origin.seen).toEqual(['POST /echo']);
    });
  });

  it('blames the proxy for an upstream that it cannot reach', async () => {
    const unreachable = { origin: `${originScheme}://localhost:${await deadPort()}` };
    const exchange = await send({ ...through(), ...unreachable }).over;
    expect(exchange.error).toMatchObject({ name: 'ProxyFailed', code: 'proxy_refused' });
    expectNoCredentials(exchange.error);

    const direct = await send({ ...through({ fallbackToDirect: true }), ...unreachable }).over;
    expect(direct.told).toEqual(['proxy', 'direct_after_proxy', 'error']);
    expect(direct.error).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('does not blame the proxy for an upstream that hangs up, and does not send again', async () => {
    const exchange = await send(through({ fallbackToDirect: true }), '/hang-up').over;
    expect(exchange.told).toEqual(['proxy', 'start', 'error']);
    expect(exchange.error).toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(origin.seen).toEqual(['POST /hang-up']);
  });

  it('survives a proxy that dies under a stream', async () => {
    const exchange = send(through({ fallbackToDirect: true }), '/stream');
    await exchange.received('first ');
    proxy.cutConnections();
    await exchange.over;
    expect(exchange.told).toEqual(['proxy', 'start', 'error']);
    expect(exchange.error).not.toBeInstanceOf(ProxyFailed);
    expect(origin.seen).toEqual(['POST /stream']);
  });

  it('lets a stream end whole whose pool is no longer used, and closes its connection then', async () => {
    await send(through()).over;
    const streaming = send(through(), '/stream');
    const idle = send(through());
    await Promise.all([streaming.received('first '), idle.over]);
    expect(proxy.openConnections()).toBe(2);

    client.retain([directTo(origin.url)]);
    await vi.waitUntil(() => proxy.openConnections() === 1);
    const asked = proxy.seen.length;
    await send(through()).over;
    expect(proxy.seen.length, 'a later request opens its own tunnel').toBe(asked + 1);
    goOn();
    const { told, body } = await streaming.over;
    expect(body).toBe('first last');
    expect(told).toEqual(['proxy', 'start', 'end']);
    await vi.waitUntil(() => proxy.openConnections() === 1);
  });

  it('keeps the connections of targets that stay', async () => {
    const target = through({ fallbackToDirect: true });
    await Promise.all([send(target).over, send(directTo(origin.url)).over]);
    const { connections } = origin;
    client.retain([{ ...target }]);
    await Promise.all([send(target).over, send(directTo(origin.url)).over]);
    expect(origin.connections).toBe(connections);
  });
});

function expectNoCredentials(error: unknown): void {
  const text = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error) + String(error);
  const secrets = [PROXY_PASSWORD, PROXY_USER, 'wr@ng-secret'];
  const spellings = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ]);
  for (const spelling of spellings) expect(text).not.toContain(spelling);
}

/** Of a server that has just gone away. */
async function deadPort(): Promise<number> {
  const server = await PlainOrigin.start('http', {});
  const { port } = server;
  await server.close();
  return port;
}
