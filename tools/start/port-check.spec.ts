import net from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { freePort, portProblem } from '../runtime/ports.mjs';
import { requireFreePort } from './port-check.mjs';

const servers: net.Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function listenOn(host: string): Promise<number> {
  const port = await freePort();
  const server = net.createServer().listen(port, host);
  servers.push(server);
  await once(server, 'listening');
  return port;
}

it.each(['127.0.0.1', '0.0.0.0', '::'])('finds a port taken that somebody holds on %s', async (host) => {
  expect(await portProblem(await listenOn(host))).toBe('taken');
});

it('finds a port free again once its server is closed', async () => {
  const port = await listenOn('127.0.0.1');
  const [server] = servers;
  server?.close();
  if (server) await once(server, 'close');
  expect(await portProblem(port)).toBeUndefined();
});

it('names the port and what to do', async () => {
  const port = await listenOn('127.0.0.1');
  const complaint = requireFreePort(port);
  await expect(complaint).rejects.toThrow(`Port ${port} is taken`);
  await expect(complaint).rejects.toThrow(`APP_PORT=${port + 1} npm start`);
});
