import { JsonArrayReplyReader } from './json/json-array-reply-reader';
import { JsonReplyReader } from './json/json-reply-reader';
import {
  UNDECIDED,
  type ReplyDialect,
  type ReplyReader,
  type ReplyReading,
  type ReplyVerdict,
} from './reply-reading';
import { SseReplyReader } from './sse/sse-reply-reader';

/** The first character behind white space and a byte order mark, which mean nothing in any shape. */
const FIRST_CHARACTER = /[^\s\u00ef\u00bb\u00bf]/;

/**
 * Chooses the reader by the first character, since content types lie: errors come as JSON or HTML under the label of an
 * event stream, event streams without any label.
 */
export class ReplyByShape implements ReplyReader {
  private reader: ReplyReader | undefined;

  constructor(
    private readonly dialect: ReplyDialect,
    private readonly label: 'sse' | 'json',
  ) {}

  get verdict(): ReplyVerdict {
    return this.reader?.verdict ?? UNDECIDED;
  }

  get heldEvents(): number {
    return this.reader?.heldEvents ?? 0;
  }

  push(chunk: Buffer): void {
    if (this.reader) this.reader.push(chunk);
    else this.begin(chunk);
  }

  end(): ReplyReading {
    this.reader ??= new SseReplyReader(this.dialect); // nothing came: all readers say so alike
    return this.reader.end();
  }

  private begin(chunk: Buffer): void {
    const first = FIRST_CHARACTER.exec(chunk.toString('latin1'));
    if (!first) return;
    this.reader = this.choose(first[0]);
    this.reader.push(chunk.subarray(first.index));
  }

  private choose(first: string): ReplyReader {
    if (first === '[') return new JsonArrayReplyReader(this.dialect);
    const isEventStream = this.label === 'sse' ? first !== '{' && first !== '<' : ':deir'.includes(first);
    return isEventStream ? new SseReplyReader(this.dialect) : new JsonReplyReader(this.dialect);
  }
}
