import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTunnel } from '../../src/platform/upstream/tunnel';
import { UpstreamClient } from '../../src/platform/upstream/upstream-client';
import type { UpstreamTarget } from '../../src/platform/upstream/upstream-target';
import { type EgressProxy, proxyUrl, startProxy } from '../support/egress-proxies';
import { PlainOrigin } from '../support/plain-origin';
import { UpstreamExchange } from '../support/upstream-exchange';

describe('a client of many proxies', () => {
  let proxies: Record<'http' | 'https' | 'socks5', EgressProxy>;
  let plain: PlainOrigin;
  let secure: PlainOrigin;
  let client: UpstreamClient;

  beforeAll(async () => {
    const [http, https, socks5] = await Promise.all([
      startProxy('http'),
      startProxy('https'),
      startProxy('socks5'),
    ]);
    proxies = { http, https, socks5 };
    const answers = { '/echo': (res: { end(text: string): void }, body: string) => res.end(`echo ${body}`) };
    plain = await PlainOrigin.start('http', {
      ...answers,
      '/stream': (res) => void res.write('first '),
    });
    secure = await PlainOrigin.start('https', answers);
  });
  afterAll(() => Promise.all([...Object.values(proxies), plain, secure].map((server) => server.close())));
  beforeEach(() => {
    client = new UpstreamClient();
  });
  afterEach(() => client.onApplicationShutdown());

  function ask(origin: string, url: string, fallbackToDirect = false): Promise<UpstreamExchange> {
    return UpstreamExchange.begin(client, { origin, proxyUrl: url, fallbackToDirect }).over;
  }

  it('does not talk to a proxy whose certificate it does not trust', async () => {
    const url = proxyUrl('https', proxies.https.port);
    const { told, error } = await ask(plain.url, url);
    expect(told).toEqual(['proxy', 'error']);
    expect(error).toMatchObject({ name: 'ProxyFailed', code: 'proxy_unreachable' });
    expect(error?.message).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
    const falling = await ask(plain.url, url, true);
    expect(falling.told).toEqual(['proxy', 'direct_after_proxy', 'start', 'end']);
    expect(proxies.https.seen).toEqual([]);
  });

  it.each(['http', 'socks5'] as const)(
    'blames the upstream for its certificate behind a good %s proxy, and keeps nothing open',
    async (scheme) => {
      const { told, error } = await ask(secure.url, proxyUrl(scheme, proxies[scheme].port), true);
      expect(told).toEqual(['proxy', 'error']);
      expect(error).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
      expect(error).not.toHaveProperty('name', 'ProxyFailed');
      await vi.waitUntil(() => proxies[scheme].openConnections() === 0);
    },
  );

  it('looks names up here for socks5 and at the proxy for socks5h', async () => {
    const origin = 'http://nowhere.invalid';
    const here = await ask(origin, proxyUrl('socks5', proxies.socks5.port));
    expect(here.error).toMatchObject({ code: 'ENOTFOUND' });
    const there = await ask(origin, proxyUrl('socks5h', proxies.socks5.port));
    expect(there.error).toMatchObject({ name: 'ProxyFailed', code: 'proxy_refused' });
    expect(proxies.socks5.seen.at(-1)).toMatchObject({ hostname: 'nowhere.invalid', port: 80 });
  });

  it('serves 300 targets at once', async () => {
    const good = proxyUrl('http', proxies.http.port);
    const targets = Array.from({ length: 300 }, (_, at): UpstreamTarget => ({
      origin: plain.url,
      proxyUrl: at % 2 === 0 ? `${good}/?${at}` : proxyUrl('http', proxies.http.port, `wrong ${at}`),
      fallbackToDirect: at % 4 === 1,
    }));
    const ends = await Promise.all(targets.map((target) => UpstreamExchange.begin(client, target).over));
    expect(ends.map(({ told }) => told.at(-1))).toEqual(
      targets.map((_, at) => (at % 4 === 3 ? 'error' : 'end')),
    );
    client.retain([]);
    await vi.waitUntil(() => proxies.http.openConnections() === 0);
  });

  it('cuts the streams of retired pools when the hub stops', async () => {
    const target = {
      origin: plain.url,
      proxyUrl: proxyUrl('http', proxies.http.port),
      fallbackToDirect: true,
    };
    const stream = UpstreamExchange.begin(client, target, { path: '/stream' });
    await stream.received('first ');
    client.retain([]);
    await client.onApplicationShutdown();
    expect((await stream.over).told).toEqual(['proxy', 'start', 'error']);
    expect(stream.error).toMatchObject({ code: 'UND_ERR_DESTROYED' });
  });
});

describe('a proxy that takes connections', () => {
  let server: Server;
  const accepted: Socket[] = [];
  let greet: (socket: Socket) => void = () => undefined;

  beforeAll(async () => {
    server = createServer((socket) => {
      accepted.push(socket.on('error', () => undefined));
      greet(socket);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(() => {
    for (const socket of accepted) socket.destroy();
    server.close();
  });

  const open = (scheme: string, timeoutMs: number) => {
    const { port } = server.address() as AddressInfo;
    return openTunnel(`${scheme}://127.0.0.1:${port}`, { hostname: '127.0.0.1', port: 9 }, timeoutMs);
  };

  it.each([
    ['http', 'proxy_refused'],
    ['https', 'proxy_unreachable'],
    ['socks5', 'proxy_refused'],
    ['socks5h', 'proxy_refused'],
  ])('and is silent fails in time as %s', async (scheme, code) => {
    greet = (socket) => socket.resume();
    await expect(open(scheme, 100)).rejects.toMatchObject({ name: 'ProxyFailed', code });
    const socket = accepted.at(-1);
    await vi.waitUntil(() => socket?.closed);
  });

  it.each([
    ['http', (socket: Socket) => socket.destroy()],
    ['http', (socket: Socket) => socket.write('\0nothing like HTTP\r\n\r\n')],
    ['http', (socket: Socket) => socket.write('HTTP/1.1 503 Busy\r\n\r\n')],
    ['http', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\n')],
    ['socks5', (socket: Socket) => socket.destroy()],
    ['socks5', (socket: Socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['socks5h', (socket: Socket) => socket.write(Buffer.from([5, 0xff]))],
  ])('and talks nonsense is refused as %s', async (scheme, talk) => {
    greet = (socket) => socket.once('data', () => talk(socket));
    await expect(open(scheme, 5000)).rejects.toMatchObject({ name: 'ProxyFailed', code: 'proxy_refused' });
    const socket = accepted.at(-1);
    await vi.waitUntil(() => socket?.closed);
  });

  it('hands over what the upstream has said at once', async () => {
    greet = (socket) => socket.once('data', () => socket.write('HTTP/1.0 200 Connected\r\n\r\nhello'));
    const tunnel = await open('http', 5000);
    const [said] = (await once(tunnel, 'data')) as [Buffer];
    expect(said.toString()).toBe('hello');
    tunnel.destroy();
  });
});

it.each(['no url', 'ftp://127.0.0.1', 'http://user:%FF@127.0.0.1'])(
  'cannot use %s as a proxy',
  async (url) => {
    const opening = openTunnel(url, { hostname: '127.0.0.1', port: 9 }, 1000);
    await expect(opening).rejects.toMatchObject({ name: 'ProxyFailed', code: 'proxy_unreachable' });
  },
);
