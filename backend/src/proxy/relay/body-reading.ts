import { NOTHING_READ, type ReplyReading, type ReplyVerdict } from '@cch/conversion/reply-reading';
import { replyReader } from '@cch/conversion/usage-readers';
import type { WireFormat } from '@cch/contracts/wire-formats';
import type { IncomingHttpHeaders } from 'node:http';
import type { Transform } from 'node:stream';
import zlib from 'node:zlib';

/** Looks at the upstream's body while it passes. It never changes the bytes. */
export interface BodyReading {
  push(chunk: Buffer): void;
  /** What the beginning of the body is. */
  readonly verdict: ReplyVerdict;
  /** Whole events seen while there was no verdict. */
  readonly heldEvents: number;
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

/**
 * A reading of a successful answer, chosen by its headers.
 *
 * @param onDecoded called when a decoder has brought more of a compressed body to light
 */
export function readBody(
  format: WireFormat,
  headers: IncomingHttpHeaders,
  onDecoded: () => void,
): BodyReading {
  const isSse = headers['content-type']?.startsWith('text/event-stream') ?? false;
  const encoding = headers['content-encoding'] ?? 'identity';
  const reader = replyReader(format, isSse ? 'sse' : 'json');
  if (encoding === 'identity') return reader;
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  return decoder ? new DecodedReading(decoder(), reader, onDecoded) : UNREADABLE;
}

/** Whatever it is, it has to pass. */
const UNREADABLE: BodyReading = {
  push: () => undefined,
  verdict: { kind: 'content' },
  heldEvents: 0,
  end: () => NOTHING_READ,
};

type Reader = ReturnType<typeof replyReader>;

/** Decodes a copy of the compressed bytes for the reader; the client gets them as they are. */
class DecodedReading implements BodyReading {
  private readonly ended: Promise<void>;
  private isUnreadable = false;

  constructor(
    private readonly decoder: Transform,
    private readonly reader: Reader,
    onDecoded: () => void,
  ) {
    this.ended = new Promise((resolve) => {
      decoder.on('data', (chunk: Buffer) => {
        this.reader.push(chunk);
        onDecoded();
      });
      decoder.on('end', resolve);
      // A cut or corrupt body: what was decoded so far counts, the client judges the bytes itself.
      decoder.on('error', () => {
        this.isUnreadable = true;
        onDecoded();
        resolve();
      });
      decoder.on('close', resolve);
    });
  }

  get verdict(): ReplyVerdict {
    return this.isUnreadable ? UNREADABLE.verdict : this.reader.verdict;
  }

  get heldEvents(): number {
    return this.reader.heldEvents;
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
