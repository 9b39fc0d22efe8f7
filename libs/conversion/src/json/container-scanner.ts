import { COLON, COMMA, OPEN_BRACE, QUOTE, skipSpace, type OPEN_BRACKET } from './characters';
import { keyName } from './parse-text';
import { BROKEN, RUNS_ON, TokenScanner } from './token-scanner';

export const BOM_AS_LATIN1 = '\u00ef\u00bb\u00bf';
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const STARTS_VALUE = /^[{["\-0-9tfn]/;

/** Where the scan is: what it has to read next, or what it is in the middle of. */
type Stage =
  | 'mark' // the very first character: a byte order mark may begin here
  | 'opening'
  | 'first entry' // or the end of an empty container
  | 'entry'
  | 'key'
  | 'colon'
  | 'value start'
  | 'value'
  | 'separator'
  | 'closed'
  | 'broken';

interface Surroundings {
  /** Text that was pushed, by offset; asked only for keys and for literals and numbers of the top level. */
  textBetween(start: number, end: number): string;
  /** Told of every value, in order; an element of an array has no key. */
  found(start: number, end: number, key: string | undefined): void;
}

/**
 * Scans one JSON object or array that comes as any number of latin1 texts. Its own level is checked strictly, below
 * it only that brackets pair up and strings end. Offsets count from the start of the first text.
 */
export class ContainerScanner {
  private stage: Stage = 'mark';
  private readonly token = new TokenScanner();
  private tokenStart = 0;
  private key: string | undefined;
  private markLength = 0;
  /** Offset of the text at hand. */
  private base = 0;
  /** False as long as the opening bracket has not been seen. */
  hasOpened = false;
  /** A value of another kind stands where the container should. */
  isOtherValue = false;

  constructor(
    private readonly open: typeof OPEN_BRACE | typeof OPEN_BRACKET,
    private readonly surroundings: Surroundings,
  ) {}

  /** The container is whole and nothing but white space came after it. */
  get isClosed(): boolean {
    return this.stage === 'closed';
  }

  get isBroken(): boolean {
    return this.stage === 'broken';
  }

  /** What lies before this offset will not be asked for any more. */
  get neededFrom(): number {
    const isTextNeeded = this.stage === 'key' || (this.stage === 'value' && this.token.isScalar);
    return isTextNeeded ? this.tokenStart : this.base;
  }

  /** Where the value begins that has not ended yet. */
  get openValueStart(): number | undefined {
    return this.stage === 'value' ? this.tokenStart : undefined;
  }

  push(text: string, from = 0, to = text.length): void {
    let at = from;
    while (at < to && this.stage !== 'broken') at = this.step(text, at, to);
    this.base += to;
  }

  /** Reads on up to the next change of stage; answers where. */
  private step(text: string, from: number, to: number): number {
    if (this.stage === 'key' || this.stage === 'value') return this.readToken(text, from, to);
    if (this.stage === 'mark') return this.readMark(text.charAt(from), from);
    const at = skipSpace(text, from, to);
    return at < to ? this.readBetween(text.charCodeAt(at), at) : at;
  }

  private readMark(character: string, at: number): number {
    if (character !== BOM_AS_LATIN1[this.markLength])
      return this.markLength === 0 ? this.goOn('opening', at) : this.fail(at);
    this.markLength += 1;
    return this.goOn(this.markLength === BOM_AS_LATIN1.length ? 'opening' : 'mark', at + 1);
  }

  private readToken(text: string, from: number, to: number): number {
    const end = this.token.resume(text, from, to);
    if (end === RUNS_ON) return to;
    if (end === BROKEN) return this.fail(from);
    const isValid = this.stage === 'key' ? this.endKey(end) : this.endValue(end);
    return isValid ? end : this.fail(end);
  }

  private endKey(end: number): boolean {
    this.key = keyName(this.surroundings.textBetween(this.tokenStart + 1, this.base + end - 1));
    this.stage = 'colon';
    return this.key !== undefined;
  }

  private endValue(at: number): boolean {
    const start = this.tokenStart;
    const end = this.base + at;
    if (this.token.isScalar && !SCALAR.test(this.surroundings.textBetween(start, end))) return false;
    this.surroundings.found(start, end, this.key);
    this.stage = 'separator';
    return true;
  }

  private readBetween(code: number, at: number): number {
    switch (this.stage) {
      case 'opening':
        return this.readOpening(code, at);
      case 'first entry':
        return this.closes(code) ? this.goOn('closed', at + 1) : this.startEntry(code, at);
      case 'entry':
        return this.startEntry(code, at);
      case 'colon':
        return code === COLON ? this.goOn('value start', at + 1) : this.fail(at);
      case 'value start':
        return this.startToken('value', code, at);
      case 'separator':
        if (this.closes(code)) return this.goOn('closed', at + 1);
        return code === COMMA ? this.goOn('entry', at + 1) : this.fail(at);
      default: // something stands behind the container
        return this.fail(at);
    }
  }

  private readOpening(code: number, at: number): number {
    this.hasOpened = code === this.open;
    if (this.hasOpened) return this.goOn('first entry', at + 1);
    this.isOtherValue = STARTS_VALUE.test(String.fromCharCode(code));
    return this.fail(at);
  }

  private startEntry(code: number, at: number): number {
    if (this.open !== OPEN_BRACE) return this.startToken('value', code, at);
    return code === QUOTE ? this.startToken('key', code, at) : this.fail(at);
  }

  private startToken(stage: 'key' | 'value', code: number, at: number): number {
    this.tokenStart = this.base + at;
    return this.goOn(stage, at + this.token.start(code));
  }

  private closes(code: number): boolean {
    return code === this.open + 2; // in ASCII each closing bracket stands two after its opening one
  }

  private goOn(stage: Stage, at: number): number {
    this.stage = stage;
    return at;
  }

  private fail(at: number): number {
    return this.goOn('broken', at);
  }
}
