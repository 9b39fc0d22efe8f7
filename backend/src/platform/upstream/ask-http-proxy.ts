import http from 'node:http';
import type { Socket } from 'node:net';
import { authority, type Destination, type ProxyAddress } from './proxy-address';

/** Has an HTTP proxy pass a connection on (CONNECT, RFC 9110 9.3.6), whatever is spoken over it then. */
export function askHttpProxy(proxy: ProxyAddress, socket: Socket, to: Destination): Promise<void> {
  const path = authority(to.hostname, to.port);
  return new Promise((resolve, reject) => {
    const asking = http.request({
      method: 'CONNECT',
      path,
      headers: { host: path, ...credentials(proxy) },
      createConnection: () => socket,
    });
    asking.once('connect', ({ statusCode = 0 }, _socket, head: Buffer) => {
      if (statusCode < 200 || statusCode > 299) return reject(new Error(`status ${statusCode}`));
      if (head.length > 0) socket.unshift(head);
      resolve();
    });
    asking.on('error', reject);
    asking.end();
  });
}

function credentials({ user, password }: ProxyAddress): http.OutgoingHttpHeaders {
  if (user === '' && password === '') return {};
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  return { 'proxy-authorization': `Basic ${basic}` };
}
