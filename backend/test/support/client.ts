import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';

export interface Ask {
  readonly method?: string;
  /** Path and query. */
  readonly path: string;
  /** Flat name and value pairs; they go out exactly like this, after host and length. */
  readonly headers?: readonly string[];
  readonly body?: Buffer | string;
  /** Sent with chunked encoding instead of a length. */
  readonly chunks?: readonly (Buffer | string)[];
}

export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** False when the connection broke before the answer was complete. */
  readonly isWhole: boolean;
}

/** An answer whose body is still on its way. */
export interface Opened {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly message: IncomingMessage;
  /** Reads the rest. */
  finish(): Promise<Got>;
  /** Leaves without reading on. */
  leave(): void;
}

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/** Sends a request and reads the whole answer. Rejects only when there is no answer at all. */
export async function send(base: string, ask: Ask): Promise<Got> {
  return (await open(base, ask)).finish();
}

/** Sends a request and resolves when the headers of the answer are there. */
export function open(base: string, ask: Ask): Promise<Opened> {
  const { hostname, port, host } = new URL(base);
  const { method = 'POST', path, body, chunks } = ask;
  const length = chunks
    ? ['transfer-encoding', 'chunked']
    : body === undefined && (method === 'GET' || method === 'HEAD')
      ? []
      : ['content-length', String(Buffer.byteLength(body ?? ''))];
  const headers = ['host', host, ...length, ...(ask.headers ?? [])];
  return new Promise((resolve, reject) => {
    const req = request({ hostname, port, method, path, headers, agent }, (message) =>
      resolve(opened(message, () => req.destroy())),
    );
    // An upgrade is answered over the same socket; the hub is expected to refuse, never to switch.
    req.on('upgrade', (message, socket) => {
      socket.destroy();
      resolve(opened(message, () => undefined));
    });
    req.on('error', reject);
    // As buffers: Node would send the headers in UTF-8 together with a body that is a text.
    for (const chunk of chunks ?? []) req.write(Buffer.from(chunk));
    req.end(body === undefined ? undefined : Buffer.from(body));
  });
}

/** Sends bytes as they are and gives back whatever comes until the other side closes. */
export function sendRaw(base: string, bytes: Buffer | string): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.end(bytes));
    let reply = '';
    socket.on('data', (chunk) => (reply += chunk.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => resolve(reply));
  });
}

/** The values of a header in the order in which they were sent. */
export function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter(
    (_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name.toLowerCase(),
  );
}

/** The parsed body of an answer that is a JSON object. */
export function json(got: Got): Record<string, unknown> {
  return JSON.parse(got.body.toString('utf8')) as Record<string, unknown>;
}

export function requestIdOf(got: Pick<Got, 'headers'>): string {
  return String(got.headers['x-request-id'] ?? '');
}

function opened(message: IncomingMessage, destroy: () => void): Opened {
  const chunks: Buffer[] = [];
  const { statusCode: status = 0, headers, rawHeaders } = message;
  return {
    status,
    headers,
    message,
    finish: () =>
      new Promise((resolve) => {
        message.on('data', (chunk: Buffer) => chunks.push(chunk));
        message.on('error', () => undefined); // told by isWhole
        message.on('close', () =>
          resolve({ status, headers, rawHeaders, body: Buffer.concat(chunks), isWhole: message.complete }),
        );
      }),
    leave: destroy,
  };
}
