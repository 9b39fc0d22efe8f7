import { OPEN_BRACE } from './characters';
import { ChunkedScanner } from './chunked-scanner';
import type { ValueRange } from './top-level';

export type ChunkedScan =
  | { readonly ok: true; readonly values: Map<string, ValueRange> }
  | { readonly ok: false; readonly reason: 'not_an_object' | 'malformed' };

/**
 * `scanTopLevel` for a body that is still arriving, split anywhere: the ranges are byte offsets over all chunks, of
 * duplicate keys the last one counts. What `ChunkedScanner` says about chunks holds here too.
 */
export class TopLevelScanner {
  private readonly values = new Map<string, ValueRange>();
  private readonly scanner = new ChunkedScanner(OPEN_BRACE, (start, end, key) => {
    if (key !== undefined && this.wanted.has(key)) this.values.set(key, { start, end });
  });

  constructor(private readonly wanted: ReadonlySet<string>) {}

  push(chunk: Buffer): void {
    this.scanner.push(chunk);
  }

  end(): ChunkedScan {
    if (this.scanner.isClosed) return { ok: true, values: this.values };
    return { ok: false, reason: this.scanner.isOtherValue ? 'not_an_object' : 'malformed' };
  }
}
