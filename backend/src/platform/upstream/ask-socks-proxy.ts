import type { Socket } from 'node:net';
import { SocksClient } from 'socks';
import type { Destination, ProxyAddress } from './proxy-address';

/** Has a SOCKS 5 proxy pass a connection on (RFC 1928, RFC 1929). */
export async function askSocksProxy(proxy: ProxyAddress, socket: Socket, to: Destination): Promise<void> {
  const { hostname, port, user, password } = proxy;
  await SocksClient.createConnection({
    proxy: { type: 5, host: hostname, port, ...(user === '' ? {} : { userId: user, password }) },
    command: 'connect',
    destination: { host: to.hostname, port: to.port },
    existing_socket: socket,
  });
}
