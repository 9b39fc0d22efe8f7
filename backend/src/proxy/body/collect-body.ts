import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../errors/gateway-error';

/** Reads the whole request body as it came over the wire, up to `maxBytes`. */
export function collectBody(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const announced = Number(req.headers['content-length'] ?? 0);
  if (announced > maxBytes) return Promise.reject(tooLarge(maxBytes));

  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        req.removeAllListeners('data');
        req.resume(); // the rest is thrown away while the answer goes out
        reject(tooLarge(maxBytes));
        return;
      }
      chunks.push(chunk);
    });
    req.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size)));
    req.on('close', () => {
      if (!req.complete) reject(incomplete());
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
