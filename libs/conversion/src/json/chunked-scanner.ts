import type { OPEN_BRACE, OPEN_BRACKET } from './characters';
import { ContainerScanner } from './container-scanner';
import { sliceChunks } from './slice-chunks';

/** What a socket delivers at most. A larger chunk is read in pieces: V8 allocates short texts where they die cheaply. */
const TEXT_BYTES = 65_536;

/**
 * A `ContainerScanner` over bytes that come in chunks, split anywhere: offsets are those of bytes over all chunks. Once
 * the container is known to be malformed, further chunks cost nothing.
 *
 * Chunks must not change until the next one has been pushed, or longer where a key or number runs over several.
 */
export class ChunkedScanner {
  private readonly scanner: ContainerScanner;
  /** The part of a chunk at hand, and its offset over all chunks. */
  private text = '';
  private textOffset = 0;
  /** The last chunks, as many as an unfinished key or number lies in. */
  private readonly recent: Buffer[] = [];
  private recentOffset = 0;

  /** @param found told of every value, in order; an element of an array has no key */
  constructor(
    open: typeof OPEN_BRACE | typeof OPEN_BRACKET,
    found: (start: number, end: number, key: string | undefined) => void,
  ) {
    this.scanner = new ContainerScanner(open, {
      textBetween: (start, end) => this.textBetween(start, end),
      found,
    });
  }

  /** The container is whole and nothing but white space came after it. */
  get isClosed(): boolean {
    return this.scanner.isClosed;
  }

  get isBroken(): boolean {
    return this.scanner.isBroken;
  }

  /** A value of another kind stands where the container should. */
  get isOtherValue(): boolean {
    return this.scanner.isOtherValue;
  }

  /** Where the value begins that has not ended yet. */
  get openValueStart(): number | undefined {
    return this.scanner.openValueStart;
  }

  push(chunk: Buffer): void {
    if (this.scanner.isBroken) return;
    this.recent.push(chunk);
    for (let from = 0; from < chunk.length && !this.scanner.isBroken; from += TEXT_BYTES) {
      this.text = chunk.toString('latin1', from, Math.min(from + TEXT_BYTES, chunk.length));
      this.scanner.push(this.text);
      this.textOffset += this.text.length;
    }
    this.forget(this.scanner.isBroken ? Infinity : this.scanner.neededFrom);
  }

  private textBetween(start: number, end: number): string {
    if (start >= this.textOffset) return this.text.slice(start - this.textOffset, end - this.textOffset);
    const range = { start: start - this.recentOffset, end: end - this.recentOffset };
    return sliceChunks(this.recent, range).toString('latin1');
  }

  private forget(before: number): void {
    this.text = '';
    let count = 0;
    for (const chunk of this.recent) {
      if (this.recentOffset + chunk.length > before) break;
      this.recentOffset += chunk.length;
      count += 1;
    }
    // At once: what stays is short, while shifting a long array one by one may move all of it each time.
    if (count > 0) this.recent.splice(0, count);
  }
}
