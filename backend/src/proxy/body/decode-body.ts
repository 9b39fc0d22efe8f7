import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { GatewayError } from '../errors/gateway-error';
import { tooLarge } from './collect-body';

type Decoder = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const inflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const gunzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const brotli = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);
const zstd = promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress);

const DECODERS: Readonly<Record<string, Decoder>> = {
  zstd,
  gzip: gunzip,
  'x-gzip': gunzip,
  br: brotli,
  // RFC 9110 means the zlib format; many clients send raw deflate under the same name.
  deflate: (bytes, options) => (hasZlibHeader(bytes) ? inflate(bytes, options) : inflateRaw(bytes, options)),
};

/** Undoes one content encoding off the main thread. More than `maxBytes` of output is refused without making it. */
export async function decodeBody(bytes: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (!decoder) {
    throw new GatewayError(
      'unsupported_content_encoding',
      `Request bodies may be encoded as ${Object.keys(DECODERS).join(', ')}, one at a time.`,
    );
  }
  try {
    return await decoder(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(maxBytes); // ERR_BUFFER_TOO_LARGE
    throw new GatewayError('corrupt_body', `The request body is not valid ${encoding}.`, { cause: error });
  }
}

function hasZlibHeader(bytes: Buffer): boolean {
  return bytes.length >= 2 && (bytes.readUInt8(0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}
