import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import zlib from 'node:zlib';
import { dialectAt } from './fake-upstream-dialects';
import type { Exchange, Script } from './fake-upstream';

type Headers = Readonly<Record<string, string>>;

const JSON_TYPE: Headers = { 'content-type': 'application/json' };
const SSE_TYPE: Headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };

/** A good answer in the dialect of the path that was asked for. */
export const standardAnswer: Script = async ({ seen, res }) => {
  if (seen.method === 'GET') return end(res, 200, JSON_TYPE, Buffer.from(modelList(seen.url)));
  const dialect = dialectAt(seen.url);
  if (/count_?tokens|input_tokens/i.test(seen.url)) {
    end(res, 200, JSON_TYPE, Buffer.from('{ "input_tokens": 17, "totalTokens":17 }'));
  } else if (isStreaming(seen.url, seen.body)) {
    await writeFrames(res, dialect.frames(seen.model));
  } else {
    end(res, 200, JSON_TYPE, Buffer.from(dialect.reply(seen.model)));
  }
};

/** A whole answer with a content-length. */
export function answers(status: number, body: Buffer | string, headers: Headers = JSON_TYPE): Script {
  return ({ res }) => end(res, status, headers, Buffer.from(body));
}

/** A streamed answer, each part written and flushed by itself; the gap is in milliseconds. */
export function streams(parts: readonly (Buffer | string)[], { gapMs = 0, headers = SSE_TYPE } = {}): Script {
  return async ({ res }) => {
    res.writeHead(200, { ...headers });
    for (const part of parts) {
      res.write(part);
      await (gapMs > 0 ? pause(gapMs) : nextTurn());
    }
    res.end();
  };
}

/** Sends the parts and then does what `then` says instead of ending. */
export function streamsThen(parts: readonly string[], then: (res: ServerResponse) => void): Script {
  return async ({ res }) => {
    res.writeHead(200, SSE_TYPE);
    for (const part of parts) res.write(part);
    await new Promise<void>((resolve) => res.write('', () => resolve()));
    await pause(20); // so that what was written leaves before the connection breaks
    then(res);
  };
}

export const closesBeforeHeaders: Script = ({ res }) => void res.socket?.destroy();

/** Has begun, as far as the headers go. */
export const stallsAfterHeaders: Script = ({ res }) => {
  res.writeHead(200, SSE_TYPE);
  res.flushHeaders();
};

export const closesAfterHeaders: Script = ({ res }) =>
  void res.socket?.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n');

export const neverAnswers: Script = () => undefined;

/** Something that is no HTTP. */
export function sendsRaw(text: string): Script {
  return ({ res }) => void res.socket?.end(text);
}

/** The same document as `answers`, compressed the way the header says. */
export function answersEncoded(encoding: Encoding, body: string, type: string): Script {
  const bytes = encode(encoding, Buffer.from(body));
  return answers(200, bytes, { 'content-type': type, 'content-encoding': encoding });
}

export type Encoding = 'gzip' | 'br' | 'zstd' | 'deflate';

export function encode(encoding: Encoding, bytes: Buffer): Buffer {
  switch (encoding) {
    case 'gzip':
      return zlib.gzipSync(bytes);
    case 'br':
      return zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } });
    case 'zstd':
      return zlib.zstdCompressSync(bytes);
    case 'deflate':
      return zlib.deflateSync(bytes);
  }
}

/**
 * Writes as much as it is let, up to `totalBytes`, respecting back-pressure, and tells how much it got rid of.
 * The content is a repeated line, so that the receiver can check it.
 */
export function pours(totalBytes: number, onWritten: (bytes: number) => void): Script {
  return async ({ res, closed }) => {
    res.writeHead(200, SSE_TYPE);
    const line = Buffer.from(`data: ${'x'.repeat(16_376)}\n\n`);
    for (let written = 0; written < totalBytes; written += line.length) {
      if (!res.write(line)) {
        const left = await Promise.race([closed, drained(res)]);
        if (left) return;
      }
      onWritten(written + line.length);
    }
    res.end('data: [DONE]\n\n');
  };
}

function drained(res: ServerResponse): Promise<false> {
  return new Promise((resolve) => res.once('drain', () => resolve(false)));
}

/** Waits before it goes on; the test decides when. */
export function after(signal: Promise<void>, script: Script): Script {
  return async (exchange: Exchange) => {
    await signal;
    await script(exchange);
  };
}

/** Names that tell apart which list was read. */
function modelList(url: string): string {
  return url.includes('/v1beta/')
    ? '{"models":[{"name":"models/gemini-listed"}]}'
    : '{"object":"list","data":[{"id":"listed-a","object":"model"},{"id":"listed-b","object":"model"}],"has_more":false}';
}

async function writeFrames(res: ServerResponse, frames: readonly string[]): Promise<void> {
  res.writeHead(200, SSE_TYPE);
  for (const frame of frames) {
    res.write(frame);
    await nextTurn();
  }
  res.end();
}

function end(res: ServerResponse, status: number, headers: Headers, body: Buffer): void {
  res.writeHead(status, { ...headers, 'content-length': String(body.length) });
  res.end(body);
}

function isStreaming(url: string, body: Buffer): boolean {
  if (url.includes('/models/')) return url.includes(':stream');
  return (JSON.parse(body.toString('utf8')) as { stream?: unknown }).stream === true;
}
