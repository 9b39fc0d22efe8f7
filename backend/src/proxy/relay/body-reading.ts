import { NOTHING_READ, type ReplyReading } from '@cch/conversion/reply-reading';
import { replyReader } from '@cch/conversion/usage-readers';
import type { WireFormat } from '@cch/contracts/wire-formats';
import type { IncomingHttpHeaders } from 'node:http';
import type { Transform } from 'node:stream';
import zlib from 'node:zlib';

/** Looks at the upstream's body while it passes. It never changes, delays or keeps it back. */
export interface BodyReading {
  push(chunk: Buffer): void;
  /** What was read. Waits for the decoder when the body is compressed. */
  end(): ReplyReading | Promise<ReplyReading>;
}

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: () => zlib.createGunzip(),
  'x-gzip': () => zlib.createGunzip(),
  deflate: () => zlib.createInflate(),
  br: () => zlib.createBrotliDecompress(),
  zstd: () => zlib.createZstdDecompress(),
};

/** A reading of a successful answer, chosen by its headers. */
export function readBody(format: WireFormat, headers: IncomingHttpHeaders): BodyReading {
  const isSse = headers['content-type']?.startsWith('text/event-stream') ?? false;
  const encoding = headers['content-encoding'] ?? 'identity';
  const reader = replyReader(format, isSse ? 'sse' : 'json');
  if (encoding === 'identity') return reader;
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  return decoder ? new DecodedReading(decoder(), reader) : { push: () => undefined, end: () => NOTHING_READ };
}

type Reader = ReturnType<typeof replyReader>;

/** Decodes a copy of the compressed bytes for the reader; the client gets them as they are. */
class DecodedReading implements BodyReading {
  private readonly ended: Promise<void>;

  constructor(
    private readonly decoder: Transform,
    private readonly reader: Reader,
  ) {
    this.ended = new Promise((resolve) => {
      decoder.on('data', (chunk: Buffer) => this.reader.push(chunk));
      decoder.on('end', resolve);
      // A cut or corrupt body: what was decoded so far counts, the client sees the bytes themselves.
      decoder.on('error', () => resolve());
      decoder.on('close', resolve);
    });
  }

  push(chunk: Buffer): void {
    if (!this.decoder.destroyed) this.decoder.write(chunk);
  }

  async end(): Promise<ReplyReading> {
    if (!this.decoder.destroyed) this.decoder.end();
    await this.ended;
    return this.reader.end();
  }
}
