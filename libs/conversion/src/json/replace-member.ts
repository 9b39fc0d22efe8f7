import { piecesIn } from './slice-chunks';
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
    ...piecesIn(chunks, { start: 0, end: range.start }),
    Buffer.from(JSON.stringify(value)),
    ...piecesIn(chunks, { start: range.end, end: Infinity }),
  ];
}
