import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Agent, type Dispatcher } from 'undici';

export interface DownloadLimits {
  /** Of the text, after decoding. */
  readonly maxBytes: number;
  /** For everything, redirects included. */
  readonly timeoutMs: number;
  readonly maxRedirects: number;
}

/** Why there is no text, as a sentence without credentials. */
export class DownloadFailed extends Error {}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const HEADERS = { accept: 'application/json, text/plain;q=0.9', 'accept-encoding': 'gzip' };

/**
 * Fetches a text over http or https.
 * @throws DownloadFailed
 */
export async function downloadText(address: string, limits: DownloadLimits): Promise<string> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  const agent = new Agent();
  try {
    return await follow(address, limits, { dispatcher: agent, signal, headers: HEADERS });
  } catch (error) {
    if (error instanceof DownloadFailed) throw error;
    if (signal.aborted) throw new DownloadFailed(`It took longer than ${limits.timeoutMs / 1000} seconds.`);
    throw new DownloadFailed(`It cannot be read: ${reasonOf(error)}.`, { cause: error });
  } finally {
    await agent.destroy();
  }
}

type RequestOptions = Pick<Dispatcher.RequestOptions, 'signal' | 'headers'> & { readonly dispatcher: Agent };

async function follow(address: string, limits: DownloadLimits, options: RequestOptions): Promise<string> {
  let url = new URL(address);
  for (let redirects = 0; redirects <= limits.maxRedirects; redirects += 1) {
    const { dispatcher, ...rest } = options;
    const { statusCode, headers, body } = await dispatcher.request({
      ...rest,
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'GET',
    });
    body.on('error', () => undefined); // ending a body early must not throw; reading it reports the error
    if (statusCode === 200) return readText(body, headers['content-encoding'], limits.maxBytes);
    body.destroy();
    if (!REDIRECTS.has(statusCode)) throw new DownloadFailed(`It answered with status ${statusCode}.`);
    url = redirected(url, headers['location']);
  }
  throw new DownloadFailed(`It redirects more than ${limits.maxRedirects} times.`);
}

/** Where a redirect leads; never out of the web, and never from https to http. */
function redirected(from: URL, location: string | string[] | undefined): URL {
  const to = typeof location === 'string' ? URL.parse(location, from.href) : null;
  const isSafe = to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:');
  if (!to || !isSafe) throw new DownloadFailed('It redirects to an address that is not allowed.');
  return to;
}

async function readText(
  body: Readable,
  encoding: string | string[] | undefined,
  maxBytes: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decoded(body, encoding)) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > maxBytes)
      throw new DownloadFailed(`It is larger than ${Math.floor(maxBytes / 1_048_576)} MiB.`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks)); // leaves a byte order mark away
}

function decoded(body: Readable, encoding: string | string[] | undefined): Readable {
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding !== 'gzip') throw new DownloadFailed('Its encoding is not known.');
  return pipeline(body, createGunzip(), () => undefined); // whoever reads it gets the error
}

function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown error';
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.message : 'unknown error';
}
