import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import { openTunnel } from './tunnel';

/** Makes undici's connections go through a proxy, to http and https origins alike. */
export function tunnelConnector(proxyUrl: string, timeoutMs: number): buildConnector.connector {
  const secure = buildConnector({ timeout: timeoutMs, allowH2: false });

  async function connect(options: buildConnector.Options): Promise<Socket> {
    const isSecure = options.protocol === 'https:';
    const port = Number(options.port) || (isSecure ? 443 : 80);
    const tunnel = await openTunnel(proxyUrl, { hostname: options.hostname, port }, timeoutMs);
    tunnel.setKeepAlive(true, 60_000);
    if (!isSecure) return tunnel;
    return new Promise((resolve, reject) => {
      secure({ ...options, httpSocket: tunnel }, (error, socket) =>
        socket ? resolve(socket) : reject(error),
      );
    });
  }

  return (options, report) =>
    void connect(options).then(
      (socket) => report(null, socket),
      (error: Error) => report(error, null),
    );
}
