import { COMMA, OPEN_BRACE } from './characters';
import { ChunkedScanner } from './chunked-scanner';
import { isRecord } from './record';
import { piecesIn } from './slice-chunks';
import type { ValueRange } from './top-level';

type JsonObject = Readonly<Record<string, unknown>>;

const EMPTY_OBJECT = Buffer.from('{}');
const SEPARATOR = Buffer.from(',');

/**
 * Applies a JSON Merge Patch (RFC 7396) to the JSON object in `chunks`: null removes a member, objects are merged, every
 * other value replaces. Nothing is parsed and nothing copied: what the patch does not name keeps its bytes, at every
 * level, and what it sets comes last. Of duplicate keys that it names none is left. What is no JSON object comes back as
 * it is.
 */
export function applyMergePatch(chunks: readonly Buffer[], patch: JsonObject): readonly Buffer[] {
  const names = new Set(Object.keys(patch));
  if (names.size === 0) return chunks;
  const found = membersBeside(chunks, names);
  if (!found) return chunks;

  const { opened, kept, named, lastEnd } = found;
  const pieces = [...piecesIn(chunks, { start: 0, end: opened })];
  for (const range of kept) pieces.push(...piecesIn(chunks, range));
  let isFirst = kept.length === 0;
  for (const name of names) {
    const value = patch[name];
    if (value === null) continue;
    if (!isFirst) pieces.push(SEPARATOR);
    isFirst = false;
    pieces.push(Buffer.from(`${JSON.stringify(name)}:`), ...merged(chunks, named.get(name), value));
  }
  pieces.push(...piecesIn(chunks, { start: lastEnd, end: Infinity }));
  return pieces;
}

/** What becomes of a value under the patch for it, which is not null. */
function merged(chunks: readonly Buffer[], old: ValueRange | undefined, patch: unknown): readonly Buffer[] {
  if (!isRecord(patch)) return [Buffer.from(JSON.stringify(patch))];
  const target = old ? piecesIn(chunks, old) : [];
  // Whatever is no object is replaced by one, into which the nulls of the patch must not get.
  return applyMergePatch(target[0]?.[0] === OPEN_BRACE ? target : [EMPTY_OBJECT], patch);
}

interface Members {
  /** Where the object's first bracket ends. */
  readonly opened: number;
  /** Stretches of members that the patch does not name; the first one begins without a comma. */
  readonly kept: readonly ValueRange[];
  /** Values that the patch names; of duplicate keys the last. */
  readonly named: ReadonlyMap<string, ValueRange>;
  readonly lastEnd: number;
}

function membersBeside(chunks: readonly Buffer[], names: ReadonlySet<string>): Members | undefined {
  const kept: { start: number; end: number }[] = [];
  const named = new Map<string, ValueRange>();
  const opened = endOf(OPEN_BRACE, chunks, 0);
  let lastEnd = opened;
  const scanner = new ChunkedScanner(OPEN_BRACE, (start, end, key = '') => {
    const last = kept.at(-1);
    if (names.has(key)) named.set(key, { start, end });
    else if (last?.end === lastEnd) last.end = end;
    else kept.push({ start: lastEnd, end });
    lastEnd = end;
  });
  for (const chunk of chunks) scanner.push(chunk);
  if (!scanner.isClosed) return undefined;
  const [first] = kept;
  if (first && first.start > opened) first.start = endOf(COMMA, chunks, first.start);
  return { opened, kept, named, lastEnd };
}

/** Where the first such byte from `from` on ends. */
function endOf(byte: number, chunks: readonly Buffer[], from: number): number {
  let offset = 0;
  for (const chunk of chunks) {
    const at = from < offset + chunk.length ? chunk.indexOf(byte, Math.max(from - offset, 0)) : -1;
    if (at >= 0) return offset + at + 1;
    offset += chunk.length;
  }
  return offset;
}
