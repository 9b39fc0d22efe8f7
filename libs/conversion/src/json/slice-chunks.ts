import { parseJson } from './parse-text';
import type { ValueRange } from './top-level';

/** The parts of the chunks in which `range` lies; nothing is copied. */
export function piecesIn(chunks: readonly Buffer[], range: ValueRange): Buffer[] {
  const pieces: Buffer[] = [];
  let offset = 0;
  for (const chunk of chunks) {
    if (offset >= range.end) break;
    const next = offset + chunk.length;
    if (next > range.start)
      pieces.push(chunk.subarray(Math.max(range.start - offset, 0), range.end - offset));
    offset = next;
  }
  return pieces;
}

/** The bytes of `range` in a body that is held as chunks; a copy only when they lie in more than one chunk. */
export function sliceChunks(chunks: readonly Buffer[], range: ValueRange): Buffer {
  const pieces = piecesIn(chunks, range);
  const [first] = pieces;
  return pieces.length === 1 && first ? first : Buffer.concat(pieces);
}

/** The value at `range`, built; undefined when it is not there or not valid JSON. */
export function decodeRange(chunks: readonly Buffer[], range: ValueRange | undefined): unknown {
  return range === undefined ? undefined : parseJson(sliceChunks(chunks, range).toString('utf8'));
}
