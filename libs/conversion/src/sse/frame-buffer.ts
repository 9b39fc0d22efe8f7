/** A frame longer than this is not looked at, so that one endless line cannot fill the memory. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
/** What holding one more piece costs besides its bytes; counts against the limit when a peer sends byte by byte. */
const PIECE_OVERHEAD = 64;

/**
 * Cuts a stream of server-sent events behind whole frames, wherever the chunks were split. Frames end at a blank
 * line; lines end in LF, CRLF or CR. Text is latin1, one character per byte, so splits inside UTF-8 do no harm.
 */
export class FrameBuffer {
  private pieces: string[] = [];
  private held = 0;
  /** The last character of the text before this chunk, as a blank line may be split between chunks. */
  private last = '';
  private isSkipping = false;

  /** The text of the frames that this chunk completes; often one, empty when none. */
  push(chunk: Buffer): string {
    let text = chunk.toString('latin1');
    if (this.isSkipping) text = this.skip(text);
    if (text === '') return '';

    const end = lastFrameEnd(text, this.last);
    this.last = text.charAt(text.length - 1);
    if (end === 0) {
      this.hold(text);
      return '';
    }
    const whole = this.take(text.slice(0, end));
    if (end < text.length) this.hold(text.slice(end));
    return whole;
  }

  /** What is left at the end of the stream: a frame whose blank line never came. */
  flush(): string {
    return this.take('');
  }

  private take(text: string): string {
    if (this.pieces.length === 0) return text;
    const whole = this.pieces.join('') + text;
    this.pieces = [];
    this.held = 0;
    return whole;
  }

  private hold(text: string): void {
    this.held += text.length + PIECE_OVERHEAD;
    this.pieces.push(text);
    if (this.held <= MAX_FRAME_BYTES) return;
    this.take('');
    this.isSkipping = true;
  }

  /** Drops text up to the end of the frame that was too long. */
  private skip(text: string): string {
    const end = firstFrameEnd(text, this.last);
    if (text !== '') this.last = text.charAt(text.length - 1);
    if (end === 0) return '';
    this.isSkipping = false;
    return text.slice(end);
  }
}

/** Index after the last blank line of `text`, 0 when it has none; `before` is the character that came before it. */
function lastFrameEnd(text: string, before: string): number {
  if (text.endsWith('\n\n') || text.endsWith('\r\n\r\n')) return text.length;
  const hasReturn = text.includes('\r');
  const pair = Math.max(
    text.lastIndexOf('\n\n'),
    hasReturn ? text.lastIndexOf('\n\r') : -1,
    hasReturn ? text.lastIndexOf('\r\r') : -1,
  );
  if (pair >= 0) return afterLineFeed(text, pair + 2);
  return closesBlankLine(before, text.charAt(0)) ? afterLineFeed(text, 1) : 0;
}

function firstFrameEnd(text: string, before: string): number {
  if (closesBlankLine(before, text.charAt(0))) return afterLineFeed(text, 1);
  const pair = text.search(/\n[\n\r]|\r\r/);
  return pair < 0 ? 0 : afterLineFeed(text, pair + 2);
}

/** Two line ends in a row, where CR LF is one. */
function closesBlankLine(before: string, first: string): boolean {
  return (before === '\n' && (first === '\n' || first === '\r')) || (before === '\r' && first === '\r');
}

/** `at`, moved behind the LF of a CRLF. */
function afterLineFeed(text: string, at: number): number {
  return text.charAt(at - 1) === '\r' && text.charAt(at) === '\n' ? at + 1 : at;
}
