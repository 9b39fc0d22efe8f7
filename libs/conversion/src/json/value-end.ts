/** Deeper than any provider accepts; keeps the bracket stack small when a body is nothing but brackets. */
const MAX_DEPTH = 10_000;
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

/** Index after the value that starts at `at`, or -1. */
export function valueEnd(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === QUOTE) return stringEnd(text, at);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return nestedEnd(text, at);
  return scalarEnd(text, at);
}

/** Index after the closing quote of the string that opens at `open`, or -1. */
export function stringEnd(text: string, open: number): number {
  // Leaping with indexOf beat walking by character for prose, dense code and many short strings alike.
  let quote = text.indexOf('"', open + 1);
  while (quote >= 0) {
    if (text.charCodeAt(quote - 1) !== BACKSLASH || !isEscaped(text, quote)) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
  return -1;
}

/** Whether an odd number of backslashes stands before the quote; the opening quote of the string ends the count. */
function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1;
  while (text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (quote - before) % 2 === 0;
}

/** Index after the bracket that closes the one at `open`, or -1. */
function nestedEnd(text: string, open: number): number {
  const closers: number[] = [];
  for (let at = open; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = stringEnd(text, at) - 1;
      if (at < 0) return -1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (closers.length === MAX_DEPTH) return -1;
      closers.push(code + 2); // in ASCII each closing bracket stands two after its opening one
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      if (closers.pop() !== code) return -1;
      if (closers.length === 0) return at + 1;
    }
  }
  return -1;
}

function scalarEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && !endsScalar(text.charCodeAt(end))) end += 1;
  return SCALAR.test(text.slice(at, end)) ? end : -1;
}

function endsScalar(code: number): boolean {
  return code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || isSpace(code);
}

export function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function isSpace(code: number): boolean {
  return code === SPACE || code === LINE_FEED || code === RETURN || code === TAB;
}
