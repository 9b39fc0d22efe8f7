import { ObjectView } from '../json/object-view';
import {
  CONTENT,
  NOTHING_READ,
  UNDECIDED,
  type FrameWeight,
  type ReplyDialect,
  type ReplyReader,
  type ReplyReading,
  type ReplyVerdict,
} from '../reply-reading';
import { errorEventIn } from './error-event';
import { FrameBuffer } from './frame-buffer';
import { frameData, hasField, splitFrames } from './frame-data';

/**
 * Reads a relayed event stream. Until the first content every frame is read: that one says what kind of answer this is,
 * and which model gives it, also when the stream breaks off. After that the usual chunk is one frame of content: it costs
 * one pass of the marker over the chunk and nothing is parsed.
 */
export class SseReplyReader implements ReplyReader {
  verdict: ReplyVerdict = UNDECIDED;
  heldEvents = 0;
  private readonly frames = new FrameBuffer();
  private reading = NOTHING_READ;
  /** Something of an answer has come, if no content. */
  private hasOpened = false;
  private isEventStream = false;
  /** Frames of which the last may hold the final usage; read when something newer has to go on top, or at the end. */
  private unread = '';

  constructor(private readonly dialect: ReplyDialect) {}

  push(chunk: Buffer): void {
    this.look(this.frames.push(chunk));
  }

  end(): ReplyReading {
    const rest = this.frames.flush();
    if (rest !== '') this.readUnread(); // what is left may be half a frame, which must not take the place of a whole one
    this.look(rest);
    this.readUnread();
    if (this.verdict === UNDECIDED) this.verdict = { kind: 'no_answer', what: this.whatCame() };
    return this.reading;
  }

  private look(text: string): void {
    if (text === '') return;
    if (this.verdict === UNDECIDED || this.dialect.marker.test(text))
      splitFrames(text).forEach((frame) => this.lookAtFrame(frame));
    else this.keepIfLastCounts(text);
  }

  private lookAtFrame(frame: string): void {
    if (this.verdict === UNDECIDED) return this.judge(frame);
    if (!this.dialect.marker.test(frame)) return this.keepIfLastCounts(frame);
    const data = frameData(frame);
    if (data === '') return;
    this.readUnread();
    this.read(data);
  }

  private judge(frame: string): void {
    if (frame.trim() === '') return; // pieces of blank lines
    this.isEventStream ||= hasField(frame);
    const data = frameData(frame);
    const weight = data === '' ? 'nothing' : this.read(data);
    const error = this.reading.streamError ?? errorEventIn(frame, data);
    if (error) {
      this.reading = { ...this.reading, streamError: error };
      this.verdict = { kind: 'error', error };
    } else if (weight === 'content' || (weight === 'end' && this.hasOpened)) {
      this.verdict = CONTENT;
    } else {
      this.hasOpened ||= weight === 'opening';
      this.heldEvents += 1;
    }
  }

  private whatCame(): 'empty_reply' | 'not_an_answer' {
    return this.heldEvents > 0 && !this.isEventStream ? 'not_an_answer' : 'empty_reply';
  }

  private keepIfLastCounts(text: string): void {
    const { lastCounts } = this.dialect;
    if (lastCounts !== undefined && saysSomething(text, lastCounts)) this.unread = text;
  }

  private readUnread(): void {
    const { lastCounts } = this.dialect;
    if (lastCounts === undefined || this.unread === '') return;
    const frame = splitFrames(this.unread).findLast((candidate) => saysSomething(candidate, lastCounts));
    this.unread = '';
    if (frame !== undefined) this.read(frameData(frame));
  }

  /** What the frame weighs, which nobody asks once the verdict stands. */
  private read(data: string): FrameWeight {
    if (data.trim() === this.dialect.terminator) {
      this.reading = { ...this.reading, isComplete: true };
      return 'end';
    }
    const frame = ObjectView.of(data, this.dialect.frameKeys);
    if (frame === undefined) return 'nothing';
    this.reading = this.dialect.readFrame(frame, this.reading);
    return this.verdict === UNDECIDED ? this.dialect.weigh(frame) : 'nothing';
  }
}

const MEMBER_OF_OBJECT = /\s*:\s*\{\s*"/y;

/** Whether a member of that name is an object with something in it: vendors also write null or {} there. */
function saysSomething(text: string, name: string): boolean {
  for (let at = text.lastIndexOf(name); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(name, at - 1)) {
    MEMBER_OF_OBJECT.lastIndex = at + name.length;
    if (MEMBER_OF_OBJECT.test(text)) return true;
  }
  return false;
}
