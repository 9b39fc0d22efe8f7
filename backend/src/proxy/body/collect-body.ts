import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../errors/gateway-error';

/** Reads the whole request body as it came over the wire, up to `maxBytes`, in the pieces it came in. */
export function collectBody(req: IncomingMessage, maxBytes: number): Promise<readonly Buffer[]> {
  const announced = Number(req.headers['content-length'] ?? 0);
  if (announced > maxBytes) return Promise.reject(tooLarge(maxBytes));

  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let isOver = false;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) return void chunks.push(chunk);
      req.removeAllListeners('data');
      req.resume(); // the rest is thrown away while the answer goes out
      reject(tooLarge(maxBytes));
    });
    req.on('end', () => {
      isOver = true;
      resolve(chunks);
    });
    req.on('close', () => {
      if (!isOver) reject(incomplete());
    });
    req.on('error', () => reject(incomplete()));
  });
}

export function tooLarge(maxBytes: number): GatewayError {
  return new GatewayError(
    'body_too_large',
    `The request body is larger than the ${maxBytes} bytes this hub accepts.`,
  );
}

function incomplete(): GatewayError {
  return new GatewayError('body_incomplete', 'The request body ended before its announced length.');
}
