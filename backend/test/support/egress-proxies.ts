import { createServer as createSocksServer } from '@pondwader/socks5-server';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Server as HttpProxyServer } from 'proxy-chain';
import { LOOPBACK_TLS } from './loopback-tls';

export const PROXY_USER = 'egress user';
export const PROXY_PASSWORD = 'p@ss:w/rd%';

/** What a client asked a proxy for. */
export interface SeenTunnel {
  readonly hostname: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** A proxy of somebody else's making on a real socket, which lets in one user. */
export interface EgressProxy {
  readonly port: number;
  /** What was asked for with the right password. */
  readonly seen: readonly SeenTunnel[];
  /** Connections of clients at this moment. */
  openConnections(): number;
  cutConnections(): void;
  close(): Promise<void>;
}

export type ProxyScheme = 'http' | 'https' | 'socks5' | 'socks5h';

export function startProxy(scheme: ProxyScheme): Promise<EgressProxy> {
  return scheme.startsWith('socks') ? startSocksProxy() : startHttpProxy(scheme === 'https');
}

export function proxyUrl(scheme: ProxyScheme, port: number, password = PROXY_PASSWORD): string {
  return `${scheme}://${encodeURIComponent(PROXY_USER)}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
}

async function startHttpProxy(isSecure: boolean): Promise<EgressProxy> {
  const seen: SeenTunnel[] = [];
  const server = new HttpProxyServer({
    host: '127.0.0.1',
    port: 0,
    ...(isSecure ? { serverType: 'https', httpsOptions: LOOPBACK_TLS } : { serverType: 'http' }),
    prepareRequestFunction: ({ hostname, port, username: user, password }) => {
      if (!isLetIn(user, password)) return { requestAuthentication: true };
      seen.push({ hostname, port, user, password });
      return {};
    },
  });
  await server.listen();
  return {
    port: server.port,
    seen,
    openConnections: () => server.connections.size,
    cutConnections: () => server.closeConnections(),
    close: () => server.close(true),
  };
}

async function startSocksProxy(): Promise<EgressProxy> {
  const seen: SeenTunnel[] = [];
  const sockets = new Set<Socket>();
  const socks = createSocksServer();
  socks.setAuthHandler(({ username, password }) => isLetIn(username, password));
  socks.setRulesetValidator(({ destAddress, destPort, username = '', password = '' }) => {
    seen.push({ hostname: destAddress, port: destPort, user: username, password });
    return true;
  });
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // oxlint-disable-next-line no-underscore-dangle -- public: its way to take a connection that somebody else accepted
    socks._handleConnection(socket.setNoDelay());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutConnections = () => sockets.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    openConnections: () => sockets.size,
    cutConnections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cutConnections();
      }),
  };
}

function isLetIn(user: string, password: string): boolean {
  return user === PROXY_USER && password === PROXY_PASSWORD;
}
