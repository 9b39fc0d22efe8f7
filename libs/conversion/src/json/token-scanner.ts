import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  isSpace,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './characters';

/** Deeper than any provider accepts; keeps the bracket stack small when a body is nothing but brackets. */
const MAX_DEPTH = 10_000;

/** The text ended inside the token: the next text goes on with it. */
export const RUNS_ON = -1;
/** Brackets do not pair up, or are nested too deep. */
export const BROKEN = -2;

/** Finds where one key or value ends, over as many texts as it takes. */
export class TokenScanner {
  /** Closing brackets that are due, innermost last. */
  private readonly closers: number[] = [];
  private isInString = false;
  /** A backslash at the end of one text escapes the first character of the next one. */
  private isNextEscaped = false;
  /** Neither string nor brackets: whether its text is a literal or number is for the owner to check. */
  isScalar = false;

  /** Starts at a token whose first character is `first`; answers how many characters that consumes. */
  start(first: number): number {
    this.isInString = first === QUOTE;
    this.isNextEscaped = false;
    this.isScalar = !this.isInString && first !== OPEN_BRACE && first !== OPEN_BRACKET;
    return this.isInString ? 1 : 0;
  }

  /** Index after the token, RUNS_ON or BROKEN; `from` must be before `to`. */
  resume(text: string, from: number, to: number): number {
    if (this.isScalar) return scalarEnd(text, from, to);
    if (!this.isInString) return this.bracketEnd(text, from, to);

    const start = this.isNextEscaped ? from + 1 : from;
    const end = stringEnd(text, start, to);
    if (end < 0) return this.suspendString(text, start, to);
    this.isInString = false;
    return this.closers.length === 0 ? end : this.bracketEnd(text, end, to);
  }

  private bracketEnd(text: string, from: number, to: number): number {
    const { closers } = this;
    for (let at = from; at < to; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        const end = stringEnd(text, at + 1, to);
        if (end < 0) return this.suspendString(text, at + 1, to);
        at = end - 1;
      } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        if (closers.length === MAX_DEPTH) return BROKEN;
        closers.push(code + 2); // in ASCII each closing bracket stands two after its opening one
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        if (closers.pop() !== code) return BROKEN;
        if (closers.length === 0) return at + 1;
      }
    }
    return RUNS_ON;
  }

  private suspendString(text: string, start: number, to: number): typeof RUNS_ON {
    this.isInString = true;
    this.isNextEscaped = isEscaped(text, to, start);
    return RUNS_ON;
  }
}

/** Index after the quote that closes the string whose content, not inside an escape, begins at `start`. */
function stringEnd(text: string, start: number, to: number): number {
  // Leaping with indexOf beat walking by character for prose, dense code and many short strings alike.
  let quote = text.indexOf('"', start);
  while (quote >= 0 && quote < to) {
    if (text.charCodeAt(quote - 1) !== BACKSLASH || !isEscaped(text, quote, start)) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
  return RUNS_ON;
}

/** Whether an odd number of backslashes stands before `at`; those before `start` are spoken for. */
function isEscaped(text: string, at: number, start: number): boolean {
  let before = at - 1;
  while (before >= start && text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}

function scalarEnd(text: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    if (endsScalar(text.charCodeAt(at))) return at;
  }
  return RUNS_ON;
}

function endsScalar(code: number): boolean {
  return code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || isSpace(code);
}
