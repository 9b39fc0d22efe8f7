import { ObjectView } from '../json/object-view';
import { NOTHING_READ, type ReplyDialect, type ReplyReader, type ReplyReading } from '../reply-reading';
import { FrameBuffer } from './frame-buffer';
import { frameData, splitFrames } from './frame-data';

/**
 * Reads a relayed event stream. The usual chunk is one frame of content: it costs one pass of the marker over the
 * chunk and nothing is parsed.
 */
export class SseReplyReader implements ReplyReader {
  private readonly frames = new FrameBuffer();
  private reading = NOTHING_READ;
  /** The first frame is always read: it names the model, also when the stream breaks off. */
  private isFirst = true;
  /** Frames of which the last may hold the final usage; read when something newer has to go on top, or at the end. */
  private unread = '';

  constructor(private readonly dialect: ReplyDialect) {}

  push(chunk: Buffer): void {
    this.look(this.frames.push(chunk));
  }

  end(): ReplyReading {
    this.look(this.frames.flush());
    this.readUnread();
    return this.reading;
  }

  private look(text: string): void {
    if (text === '') return;
    if (this.isFirst || this.dialect.marker.test(text))
      splitFrames(text).forEach((frame) => this.lookAtFrame(frame));
    else this.keepIfLastCounts(text);
  }

  private lookAtFrame(frame: string): void {
    if (!this.isFirst && !this.dialect.marker.test(frame)) return this.keepIfLastCounts(frame);
    const data = frameData(frame);
    if (data === '') return;
    this.isFirst = false;
    this.readUnread();
    this.read(data);
  }

  private keepIfLastCounts(text: string): void {
    const { lastCounts } = this.dialect;
    if (lastCounts !== undefined && text.lastIndexOf(lastCounts) >= 0) this.unread = text;
  }

  private readUnread(): void {
    const { lastCounts } = this.dialect;
    if (lastCounts === undefined || this.unread === '') return;
    const frame = splitFrames(this.unread).findLast((candidate) => candidate.includes(lastCounts));
    this.unread = '';
    if (frame !== undefined) this.read(frameData(frame));
  }

  private read(data: string): void {
    if (data.trim() === this.dialect.terminator) {
      this.reading = { ...this.reading, isComplete: true };
      return;
    }
    const frame = ObjectView.of(data, this.dialect.frameKeys);
    if (frame !== undefined) this.reading = this.dialect.readFrame(frame, this.reading);
  }
}
