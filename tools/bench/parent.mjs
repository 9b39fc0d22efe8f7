/** Tells the process that started this one that it serves, and where. */
export function sayReady(/** @type {import('node:net').Server} */ server) {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  say({ kind: 'ready', url: `http://127.0.0.1:${port}` });
}

export function say(/** @type {object} */ message) {
  process.send?.(message);
}

/**
 * Handles what the parent asks; when the parent is gone, so is this process.
 * @template Message
 * @param {(message: Message) => void} handle
 */
export function onMessage(handle) {
  process.on('message', handle);
  process.on('disconnect', () => process.exit(0));
}
