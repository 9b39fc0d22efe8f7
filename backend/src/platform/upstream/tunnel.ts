import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { askHttpProxy } from './ask-http-proxy';
import { askSocksProxy } from './ask-socks-proxy';
import { type Destination, type ProxyAddress, proxyAddress, shownAddress } from './proxy-address';
import { ProxyFailed } from './proxy-failed';

/**
 * A connection that the proxy passes on to the destination. Whatever the proxy is to blame for is a ProxyFailed, a
 * destination that it cannot reach included.
 */
export async function openTunnel(proxyUrl: string, to: Destination, timeoutMs: number): Promise<Socket> {
  const proxy = proxyAddress(proxyUrl);
  // A name that is not known here is no fault of the proxy's.
  const target = proxy.scheme === 'socks5' ? { ...to, hostname: await resolve(to.hostname) } : to;
  const socket = connect(proxy);
  socket.on('error', () => undefined); // reported by whoever waits; in between, nobody may crash
  const timer = setTimeout(() => socket.destroy(new Error('no answer in time')), timeoutMs);
  try {
    await reach(proxy, socket);
    await ask(proxy, socket, target);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return socket;
}

function connect({ scheme, hostname, port }: ProxyAddress): Socket {
  if (scheme !== 'https') return net.connect({ host: hostname, port, noDelay: true });
  const servername = net.isIP(hostname) === 0 ? hostname : '';
  const socket = tls.connect({ host: hostname, port, servername, ALPNProtocols: ['http/1.1'] });
  return socket.setNoDelay(true);
}

async function reach(proxy: ProxyAddress, socket: Socket): Promise<void> {
  try {
    await once(socket, proxy.scheme === 'https' ? 'secureConnect' : 'connect');
  } catch (error) {
    throw new ProxyFailed(
      'proxy_unreachable',
      `${shownAddress(proxy)} cannot be reached: ${reasonIn(error)}`,
    );
  }
}

async function ask(proxy: ProxyAddress, socket: Socket, to: Destination): Promise<void> {
  try {
    await (proxy.scheme.startsWith('socks') ? askSocksProxy : askHttpProxy)(proxy, socket, to);
  } catch (error) {
    throw new ProxyFailed('proxy_refused', `${shownAddress(proxy)} did not connect: ${reasonIn(error)}`);
  }
}

/** Proxies without IPv6 are common, hosts without IPv4 are not. */
async function resolve(hostname: string): Promise<string> {
  return (await lookup(hostname, { order: 'ipv4first' })).address;
}

/** The code, where there is one: some messages repeat what was sent. */
function reasonIn(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
