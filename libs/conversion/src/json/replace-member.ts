import { TopLevelScanner } from './top-level-scanner';

/**
 * The JSON object in `chunks` with another value for one top-level member; every other byte stays as it is. Of duplicate
 * keys the last one is replaced, which is the one that counts. Without the member, or when this is no JSON object, the
 * chunks come back as they are.
 */
export function replaceMember(chunks: readonly Buffer[], name: string, value: unknown): readonly Buffer[] {
  const scanner = new TopLevelScanner(new Set([name]));
  for (const chunk of chunks) scanner.push(chunk);
  const found = scanner.end();
  const range = found.ok ? found.values.get(name) : undefined;
  if (!range) return chunks;
  return [
    ...chunksBefore(chunks, range.start),
    Buffer.from(JSON.stringify(value)),
    ...chunksFrom(chunks, range.end),
  ];
}

function chunksBefore(chunks: readonly Buffer[], end: number): readonly Buffer[] {
  const kept: Buffer[] = [];
  let offset = 0;
  for (const chunk of chunks) {
    if (offset >= end) break;
    kept.push(chunk.subarray(0, end - offset));
    offset += chunk.length;
  }
  return kept;
}

function chunksFrom(chunks: readonly Buffer[], start: number): readonly Buffer[] {
  const kept: Buffer[] = [];
  let offset = 0;
  for (const chunk of chunks) {
    if (offset + chunk.length > start) kept.push(chunk.subarray(Math.max(0, start - offset)));
    offset += chunk.length;
  }
  return kept;
}
