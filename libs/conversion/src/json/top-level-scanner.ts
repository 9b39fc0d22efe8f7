import { OPEN_BRACE } from './characters';
import { ContainerScanner } from './container-scanner';
import { sliceChunks } from './slice-chunks';
import type { ValueRange } from './top-level';

/** What a socket delivers at most. A larger chunk is read in pieces: V8 allocates short texts where they die cheaply. */
const TEXT_BYTES = 65_536;

export type ChunkedScan =
  | { readonly ok: true; readonly values: Map<string, ValueRange> }
  | { readonly ok: false; readonly reason: 'not_an_object' | 'malformed' };

/**
 * `scanTopLevel` for a body that is still arriving, split anywhere: the ranges are byte offsets over all chunks, of
 * duplicate keys the last one counts. Once the body is known to be malformed, further chunks cost nothing.
 *
 * Chunks must not change until the next one has been pushed, or longer where a key or number runs over several.
 */
export class TopLevelScanner {
  private readonly values = new Map<string, ValueRange>();
  private readonly scanner = new ContainerScanner(OPEN_BRACE, {
    textBetween: (start, end) => this.textBetween(start, end),
    found: (start, end, key) => {
      if (key !== undefined && this.wanted.has(key)) this.values.set(key, { start, end });
    },
  });
  /** The part of a chunk at hand, and its offset in the body. */
  private text = '';
  private textOffset = 0;
  /** The last chunks, as many as an unfinished key or number lies in. */
  private readonly recent: Buffer[] = [];
  private recentOffset = 0;

  constructor(private readonly wanted: ReadonlySet<string>) {}

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

  end(): ChunkedScan {
    if (this.scanner.isClosed) return { ok: true, values: this.values };
    return { ok: false, reason: this.scanner.isOtherValue ? 'not_an_object' : 'malformed' };
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
