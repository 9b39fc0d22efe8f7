import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTunnel } from '../../src/platform/upstream/tunnel';
import { UpstreamClient } from '../../src/platform/upstream/upstream-client';
import { type EgressProxy, proxyUrl, startProxy } from '../support/egress-proxies';
import { PlainOrigin } from '../support/plain-origin';
import { UpstreamExchange } from '../support/upstream-exchange';

describe.each(['http', 'https', 'socks5', 'socks5h'] as const)('a server that is no %s proxy', (scheme) => {
  const destination = { hostname: 'localhost', port: 443 };
  let server: Server;
  let sockets: Socket[];
  let answer: (socket: Socket) => void;

  beforeAll(async () => {
    server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      answer(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => (sockets = []));
  afterEach(() => vi.waitUntil(() => sockets.every((socket) => socket.destroyed)));

  const open = (timeoutMs: number) =>
    openTunnel(proxyUrl(scheme, (server.address() as AddressInfo).port), destination, timeoutMs);
  const code = scheme === 'https' ? 'proxy_unreachable' : 'proxy_refused';

  it('is given up on in time when it says nothing', async () => {
    answer = (socket) => socket.resume();
    await expect(open(50)).rejects.toMatchObject({
      name: 'ProxyFailed',
      code,
      message: expect.stringMatching(/no answer in time$/) as string,
    });
  });

  it.each(['SSH-2.0-server\r\n', 'HTTP/1.1 200 OK\r\n', '\0\0\0\0\0\0\0\0'])(
    'is refused when it says %j',
    async (text) => {
      answer = (socket) => socket.once('data', () => socket.end(text));
      await expect(open(5000)).rejects.toMatchObject({ name: 'ProxyFailed', code });
    },
  );

  it('is refused when it closes the connection', async () => {
    answer = (socket) => socket.once('data', () => socket.destroy());
    await expect(open(5000)).rejects.toMatchObject({ name: 'ProxyFailed', code });
  });
});

describe('a certificate that nobody trusts', () => {
  let proxy: EgressProxy;
  let origin: PlainOrigin;
  let client: UpstreamClient;

  beforeEach(() => (client = new UpstreamClient()));
  afterEach(async () => {
    await client.onApplicationShutdown();
    await vi.waitUntil(() => proxy.openConnections() === 0);
    await Promise.all([proxy.close(), origin.close()]);
  });

  async function send(scheme: 'http' | 'https' | 'socks5h', originScheme: 'http' | 'https') {
    proxy = await startProxy(scheme);
    origin = await PlainOrigin.start(originScheme, { '/echo': (res) => res.end('echo') });
    const target = { origin: origin.url, proxyUrl: proxyUrl(scheme, proxy.port), fallbackToDirect: true };
    return UpstreamExchange.begin(client, target).over;
  }

  it('is a failure of the proxy when the proxy shows it', async () => {
    const { told, body } = await send('https', 'http');
    expect(told).toEqual(['proxy', 'direct_after_proxy', 'start', 'end']);
    expect(body).toBe('echo');
    expect(proxy.seen).toEqual([]);
  });

  it.each(['http', 'socks5h'] as const)(
    'is a failure of the upstream when the upstream shows it through an %s proxy',
    async (scheme) => {
      const { told, error } = await send(scheme, 'https');
      expect(told).toEqual(['proxy', 'error']);
      expect(error).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    },
  );
});
