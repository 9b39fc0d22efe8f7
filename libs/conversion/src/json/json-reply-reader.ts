import {
  CONTENT,
  NOTHING_READ,
  UNDECIDED,
  type ReplyDialect,
  type ReplyReader,
  type ReplyReading,
  type ReplyVerdict,
} from '../reply-reading';
import { ObjectView } from './object-view';

/** A larger body passes without being looked at. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Reads a relayed JSON body of one object, once it is whole. */
export class JsonReplyReader implements ReplyReader {
  verdict: ReplyVerdict = UNDECIDED;
  readonly heldEvents = 0;
  private chunks: Buffer[] = [];
  private size = 0;
  private lastCharacter = '';

  constructor(private readonly dialect: ReplyDialect) {}

  push(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > MAX_BODY_BYTES) {
      this.chunks = [];
      this.verdict = CONTENT;
      this.lastCharacter = chunk.toString('latin1').trimEnd().at(-1) ?? this.lastCharacter;
    } else {
      this.chunks.push(chunk);
    }
  }

  end(): ReplyReading {
    // Too long to be looked at: that it closes is all there is to say.
    if (this.size > MAX_BODY_BYTES) return { ...NOTHING_READ, isComplete: this.lastCharacter === '}' };

    const text = Buffer.concat(this.chunks).toString('latin1');
    this.chunks = [];
    const body = ObjectView.of(text, this.dialect.bodyKeys);
    const reading = body ? { ...this.dialect.readBody(body, NOTHING_READ), isComplete: true } : NOTHING_READ;
    this.verdict = verdictOnBody(reading, body !== undefined && this.dialect.isAnswer(body));
    return reading;
  }
}

/** What a body is that was read to its end. */
export function verdictOnBody({ streamError }: ReplyReading, isAnswer: boolean): ReplyVerdict {
  if (streamError) return { kind: 'error', error: streamError };
  return isAnswer ? CONTENT : { kind: 'no_answer', what: 'not_an_answer' };
}
