import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  skipSpace,
  stringEnd,
  valueEnd,
} from './value-end';

export interface ValueRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

export type TopLevelScan =
  | {
      readonly ok: true;
      readonly values: Map<string, ValueRange>;
      /** One character per byte (latin1), so that ranges index the text and the bytes alike. */
      readonly text: string;
    }
  | { readonly ok: false; readonly reason: 'not_an_object' | 'malformed' };

export const BOM_AS_LATIN1 = '\u00ef\u00bb\u00bf';
const NEEDS_DECODING = /[\\\u0080-\u00ff]/;
const STARTS_OTHER_VALUE = /^["[\-0-9tfn]/;
const MALFORMED: TopLevelScan = { ok: false, reason: 'malformed' };

/**
 * Ranges of the wanted top-level members of the JSON object in `body`; of duplicate keys the last one counts.
 *
 * Nothing is built: a relayed body is only looked at, so a 2 MiB conversation must not cost a JSON.parse to learn
 * its `model`. The scan accepts every document that JSON.parse accepts (nested up to 10,000 deep) and also some it
 * would not: below the top level it checks only that brackets pair up and strings end. The provider judges the rest.
 */
export function scanTopLevel(body: Buffer, wanted: ReadonlySet<string>): TopLevelScan {
  return scanObjectText(body.toString('latin1'), wanted);
}

/** The same for an object inside a latin1 text, by default the whole of it. */
export function scanObjectText(
  text: string,
  wanted: ReadonlySet<string>,
  within = wholeOf(text),
): TopLevelScan {
  const open = skipSpace(text, within.start);
  if (text.charCodeAt(open) !== OPEN_BRACE) {
    return STARTS_OTHER_VALUE.test(text.charAt(open)) ? { ok: false, reason: 'not_an_object' } : MALFORMED;
  }

  const values = new Map<string, ValueRange>();
  let at = skipSpace(text, open + 1);
  if (text.charCodeAt(at) === CLOSE_BRACE)
    return endsAt(text, at, within) ? { ok: true, values, text } : MALFORMED;

  for (;;) {
    if (text.charCodeAt(at) !== QUOTE) return MALFORMED;
    const keyEnd = stringEnd(text, at);
    if (keyEnd < 0) return MALFORMED;
    const colon = skipSpace(text, keyEnd);
    if (text.charCodeAt(colon) !== COLON) return MALFORMED;
    const start = skipSpace(text, colon + 1);
    const end = valueEnd(text, start);
    if (end < 0) return MALFORMED;

    const key = keyName(text, at, keyEnd);
    if (key === undefined) return MALFORMED;
    if (wanted.has(key)) values.set(key, { start, end });

    const next = skipSpace(text, end);
    const separator = text.charCodeAt(next);
    if (separator === CLOSE_BRACE) return endsAt(text, next, within) ? { ok: true, values, text } : MALFORMED;
    if (separator !== COMMA) return MALFORMED;
    at = skipSpace(text, next + 1);
  }
}

export interface ArrayScan {
  readonly elements: readonly ValueRange[];
  /** False when the array ends early; the elements before the break are whole. */
  readonly isComplete: boolean;
}

/** Ranges of the elements of the JSON array inside a latin1 text, or undefined when there is none. */
export function scanArrayText(text: string, within = wholeOf(text)): ArrayScan | undefined {
  const open = skipSpace(text, within.start);
  if (text.charCodeAt(open) !== OPEN_BRACKET) return undefined;

  const elements: ValueRange[] = [];
  let at = skipSpace(text, open + 1);
  if (text.charCodeAt(at) === CLOSE_BRACKET) return { elements, isComplete: endsAt(text, at, within) };

  for (;;) {
    const end = valueEnd(text, at);
    if (end < 0) return { elements, isComplete: false };
    elements.push({ start: at, end });
    const next = skipSpace(text, end);
    const separator = text.charCodeAt(next);
    if (separator === CLOSE_BRACKET) return { elements, isComplete: endsAt(text, next, within) };
    if (separator !== COMMA) return { elements, isComplete: false };
    at = skipSpace(text, next + 1);
  }
}

/** The string at `range`, or undefined when the value there is no valid string. */
export function decodeString(
  scan: { readonly text: string },
  range: ValueRange | undefined,
): string | undefined {
  if (range === undefined || scan.text.charCodeAt(range.start) !== QUOTE) return undefined;
  const value = parseLatin1(scan.text.slice(range.start, range.end));
  return typeof value === 'string' ? value : undefined;
}

/** The value at `range`, built; undefined when it is not valid JSON. */
export function decodeValue(body: Buffer, range: ValueRange | undefined): unknown {
  return range === undefined ? undefined : parseJson(body.toString('utf8', range.start, range.end));
}

/** Parses UTF-8 JSON that is held one byte per character. */
export function parseLatin1(text: string): unknown {
  return parseJson(NEEDS_DECODING.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // invalid below the top level, where the scan did not look
  }
}

function keyName(text: string, open: number, end: number): string | undefined {
  const raw = text.slice(open + 1, end - 1);
  return NEEDS_DECODING.test(raw) ? decodeString({ text }, { start: open, end }) : raw;
}

function endsAt(text: string, last: number, within: ValueRange): boolean {
  return skipSpace(text, last + 1) >= within.end;
}

function wholeOf(text: string): ValueRange {
  return { start: text.startsWith(BOM_AS_LATIN1) ? BOM_AS_LATIN1.length : 0, end: text.length };
}
