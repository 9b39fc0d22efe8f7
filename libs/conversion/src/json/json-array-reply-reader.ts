import {
  CONTENT,
  NOTHING_READ,
  UNDECIDED,
  type ReplyDialect,
  type ReplyReader,
  type ReplyReading,
  type ReplyVerdict,
} from '../reply-reading';
import { OPEN_BRACKET } from './characters';
import { ContainerScanner } from './container-scanner';
import { verdictOnBody } from './json-reply-reader';
import { ObjectView } from './object-view';

/** A longer element passes without being looked at. */
const MAX_ELEMENT_BYTES = 32 * 1024 * 1024;

/**
 * Reads the array of objects that Gemini streams without `alt=sse`. Each element is read as soon as it is whole, like a
 * frame of an event stream, so that the answer need not be held back to its end.
 */
export class JsonArrayReplyReader implements ReplyReader {
  verdict: ReplyVerdict = UNDECIDED;
  readonly heldEvents = 0;
  private reading = NOTHING_READ;
  private hasAnswer = false;
  private hasElements = false;
  /** The text from `keptFrom` on; elements that were read are dropped. */
  private kept = '';
  private keptFrom = 0;
  private readUpTo = 0;
  private readonly scanner = new ContainerScanner(OPEN_BRACKET, {
    textBetween: (start, end) => this.textBetween(start, end),
    found: (start, end) => this.readElement(start, end),
  });

  constructor(private readonly dialect: ReplyDialect) {}

  push(chunk: Buffer): void {
    if (this.scanner.isBroken) return;
    const text = chunk.toString('latin1');
    this.kept += text;
    this.scanner.push(text);
    this.keepFrom(this.kept.length > MAX_ELEMENT_BYTES ? this.keptFrom + this.kept.length : this.readUpTo);
  }

  end(): ReplyReading {
    this.kept = '';
    if (this.verdict === UNDECIDED) this.verdict = this.lastVerdict();
    return { ...this.reading, isComplete: this.scanner.isClosed };
  }

  private lastVerdict(): ReplyVerdict {
    if (!this.hasElements && this.scanner.isClosed) return { kind: 'no_answer', what: 'empty_reply' };
    return verdictOnBody(this.reading, this.hasAnswer);
  }

  private readElement(start: number, end: number): void {
    this.readUpTo = end;
    this.hasElements = true;
    const text = this.textBetween(start, end);
    if (text === '') {
      this.decide(CONTENT);
      return;
    }
    const element = ObjectView.of(text, this.dialect.bodyKeys);
    if (!element) return;
    this.reading = this.dialect.readBody(element, this.reading);
    if (this.verdict === UNDECIDED) this.judge(element);
  }

  private judge(element: ObjectView): void {
    const { streamError } = this.reading;
    if (streamError) this.decide({ kind: 'error', error: streamError });
    else if (this.dialect.weigh(element) === 'content') this.decide(CONTENT);
    this.hasAnswer ||= this.dialect.isAnswer(element);
  }

  private decide(verdict: ReplyVerdict): void {
    if (this.verdict === UNDECIDED) this.verdict = verdict;
  }

  /** Empty when it has been dropped because it was too long. */
  private textBetween(start: number, end: number): string {
    return start < this.keptFrom ? '' : this.kept.slice(start - this.keptFrom, end - this.keptFrom);
  }

  private keepFrom(offset: number): void {
    this.kept = this.kept.slice(offset - this.keptFrom);
    this.keptFrom = offset;
  }
}
