import zlib from 'node:zlib';

type Decoder = (bytes: Buffer) => Buffer;

const CUT = { finishFlush: zlib.constants.Z_SYNC_FLUSH };

// A beginning has no end, so the decoders are told not to wait for one. zstd and brotli in the rare error document that
// uses them decode only when they are whole.
const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: (bytes) => zlib.gunzipSync(bytes, CUT),
  'x-gzip': (bytes) => zlib.gunzipSync(bytes, CUT),
  deflate: (bytes) => zlib.inflateSync(bytes, CUT),
  br: (bytes) => zlib.brotliDecompressSync(bytes),
  zstd: (bytes) => zlib.zstdDecompressSync(bytes),
};

/** The beginning of a small document that may be compressed; nothing when it cannot be decoded. */
export function decodeBeginning(bytes: Buffer, encoding = 'identity', mostBytes: number): Buffer {
  if (encoding === 'identity') return bytes;
  const decode = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  try {
    return decode?.(bytes).subarray(0, mostBytes) ?? EMPTY;
  } catch {
    // Corrupt, or cut where it cannot be read: its status speaks for itself.
    return EMPTY;
  }
}

const EMPTY = Buffer.alloc(0);
