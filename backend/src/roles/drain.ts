import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Readiness } from '../platform/observability/readiness';
import type { Role } from './role';

const CLOSE_PATIENCE_MS = 5000;
const IDLE_LOOK_MS = 50;

/** The shutdown, in order. */
export async function drain(
  app: NestFastifyApplication,
  roles: readonly Role[],
  timeoutMs: number,
): Promise<void> {
  app.get(Readiness).startDraining();
  await endRequests(app.getHttpServer(), timeoutMs);
  for (const role of roles) await role.drain(app);
  // Agents, subscriptions, Redis, PostgreSQL. Queues wait for a Redis that is away as long as it stays away; by now there
  // is nothing left that could be lost.
  await Promise.race([app.close(), pause(CLOSE_PATIENCE_MS, undefined, { ref: false })]);
}

async function endRequests(server: Server, timeoutMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Closing takes idle connections with it, but not those that become idle afterwards.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
  void closed.then(() => clearInterval(idle));
  const inTime = await Promise.race([closed.then(() => true), pause(timeoutMs, false, { ref: false })]);
  if (inTime) return;
  server.closeAllConnections();
  await closed;
}
