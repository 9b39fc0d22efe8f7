import type { RequestContext } from '../request-context';
import { clientClosed } from './upstream-failure';

/** Waits before the next attempt. Rejects as soon as the client has left. */
export function waitForTurn(ctx: RequestContext, ms: number): Promise<void> {
  const { res } = ctx.received;
  return new Promise((resolve, reject) => {
    if (ctx.isAbandoned || res.destroyed) return reject(clientClosed());
    const leave = () => {
      clearTimeout(timer);
      ctx.isAbandoned = true;
      reject(clientClosed());
    };
    const timer = setTimeout(() => {
      res.off('close', leave);
      resolve();
    }, ms);
    res.once('close', leave);
  });
}
