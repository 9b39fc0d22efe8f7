import net from 'node:net';

/** A port of the loopback interface that nobody listens on right now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Why `port` cannot be listened on at every address: 'taken', 'forbidden' or undefined when it is free. */
export async function portProblem(/** @type {number} */ port) {
  // A listener on one address only is not always seen by a bind to all of them, so loopback is tried as well.
  return (await bindProblem(port, undefined)) ?? (await bindProblem(port, '127.0.0.1'));
}

/** @returns {Promise<'taken' | 'forbidden' | undefined>} */
function bindProblem(/** @type {number} */ port, /** @type {string | undefined} */ host) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      resolve(error.code === 'EACCES' ? 'forbidden' : error.code === 'EADDRINUSE' ? 'taken' : undefined);
    });
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}
