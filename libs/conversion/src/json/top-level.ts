import { OPEN_BRACE, OPEN_BRACKET, QUOTE } from './characters';
import { ContainerScanner } from './container-scanner';
import { parseJson, parseLatin1 } from './parse-text';

export { BOM_AS_LATIN1 } from './container-scanner';

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
  const values = new Map<string, ValueRange>();
  const scanner = new ContainerScanner(OPEN_BRACE, {
    textBetween: (start, end) => text.slice(start, end),
    found: (start, end, key) => {
      if (key !== undefined && wanted.has(key)) values.set(key, { start, end });
    },
  });
  scanner.push(text, within.start, within.end);
  if (scanner.isClosed) return { ok: true, values, text };
  return { ok: false, reason: scanner.isOtherValue ? 'not_an_object' : 'malformed' };
}

export interface ArrayScan {
  readonly elements: readonly ValueRange[];
  /** False when the array ends early; the elements before the break are whole. */
  readonly isComplete: boolean;
}

/** Ranges of the elements of the JSON array inside a latin1 text, or undefined when there is none. */
export function scanArrayText(text: string, within = wholeOf(text)): ArrayScan | undefined {
  const elements: ValueRange[] = [];
  const scanner = new ContainerScanner(OPEN_BRACKET, {
    textBetween: (start, end) => text.slice(start, end),
    found: (start, end) => void elements.push({ start, end }),
  });
  scanner.push(text, within.start, within.end);
  return scanner.hasOpened ? { elements, isComplete: scanner.isClosed } : undefined;
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

function wholeOf(text: string): ValueRange {
  return { start: 0, end: text.length };
}
