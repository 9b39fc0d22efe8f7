import { OPEN_BRACKET } from './json/characters';
import { ChunkedScanner } from './json/chunked-scanner';
import { decodeUpTo } from './json/decode-up-to';
import { isRecord, recordOf } from './json/record';
import { piecesIn } from './json/slice-chunks';
import type { ValueRange } from './json/top-level';

/** How far into a list of turns the user's first one is looked for. */
const LOOKED_THROUGH = 1_048_576;

/** The user's first turn is nearly always in the first step or two. */
const STEP = 4096;

export function isUsersTurn(turn: unknown): boolean {
  const { role, type } = recordOf(turn);
  // Gemini's only role may be left out; Responses have items that are no messages.
  return role === 'user' || (role === undefined && type === undefined && isRecord(turn));
}

/**
 * The elements of a JSON array up to the first turn of a user, of each its first `most` bytes. Reads no further: a
 * conversation may have megabytes behind it.
 */
export function firstTurns(chunks: readonly Buffer[], range: ValueRange, most: number): readonly unknown[] {
  const turns: unknown[] = [];
  let isFound = false;
  const take = (start: number, end: number) => {
    if (isFound) return;
    const turn = decodeUpTo(chunks, { start: range.start + start, end: range.start + end }, most);
    turns.push(turn);
    isFound = isUsersTurn(turn);
  };
  const lookedThrough = Math.min(range.end, range.start + LOOKED_THROUGH);
  const scanner = new ChunkedScanner(OPEN_BRACKET, take);
  for (const step of stepsThrough(chunks, { start: range.start, end: lookedThrough })) {
    scanner.push(step);
    if (isFound || scanner.isBroken) return turns;
  }
  // The user's turn itself may be longer than what is looked through.
  if (scanner.openValueStart !== undefined) take(scanner.openValueStart, range.end - range.start);
  return turns;
}

function* stepsThrough(chunks: readonly Buffer[], range: ValueRange): Generator<Buffer> {
  for (const piece of piecesIn(chunks, range)) {
    for (let from = 0; from < piece.length; from += STEP) yield piece.subarray(from, from + STEP);
  }
}
