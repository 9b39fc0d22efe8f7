import { NOTHING_READ, type ReplyDialect, type ReplyReader, type ReplyReading } from '../reply-reading';
import { ObjectView } from './object-view';
import { scanArrayText } from './top-level';

/** A larger body passes without its usage being read. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;
const CLOSING = new Set(['}', ']']);

/** Reads a relayed JSON body: one object, or the array of objects that Gemini streams without `alt=sse`. */
export class JsonReplyReader implements ReplyReader {
  private chunks: Buffer[] = [];
  private size = 0;
  private lastCharacter = '';

  constructor(private readonly dialect: ReplyDialect) {}

  push(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > MAX_BODY_BYTES) {
      this.chunks = [];
      this.lastCharacter = chunk.toString('latin1').trimEnd().at(-1) ?? this.lastCharacter;
    } else {
      this.chunks.push(chunk);
    }
  }

  end(): ReplyReading {
    // Too long to be looked at: that it closes is all there is to say.
    if (this.size > MAX_BODY_BYTES) return { ...NOTHING_READ, isComplete: CLOSING.has(this.lastCharacter) };

    const text = Buffer.concat(this.chunks).toString('latin1');
    this.chunks = [];
    const array = scanArrayText(text);
    const views = (array?.elements ?? [undefined]).map((range) =>
      ObjectView.of(text, this.dialect.bodyKeys, range),
    );
    const reading = views.reduce<ReplyReading>(
      (known, view) => (view ? this.dialect.readBody(view, known) : known),
      NOTHING_READ,
    );
    return { ...reading, isComplete: array?.isComplete ?? views[0] !== undefined };
  }
}
