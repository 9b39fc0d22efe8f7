import { holdsSomething } from './holds-something';
import { parseLatin1 } from './parse-text';
import { decodeString, scanArrayText, scanObjectText, type ValueRange } from './top-level';

/** A longer value is not built to learn that it holds something. */
const LONGEST_EMPTY = 200;
const ABSENT = new Set(['null', '""']);
const LONGEST_ABSENT = 4;

/** Chosen members of one JSON object in a latin1 text; values are built only when asked for. */
export class ObjectView {
  private constructor(
    readonly text: string,
    private readonly values: ReadonlyMap<string, ValueRange>,
  ) {}

  /** Undefined when the text (or the given part of it) is not one whole JSON object. */
  static of(text: string, wanted: ReadonlySet<string>, within?: ValueRange): ObjectView | undefined {
    const scan = scanObjectText(text, wanted, within);
    return scan.ok ? new ObjectView(text, scan.values) : undefined;
  }

  string(key: string): string | undefined {
    return decodeString(this, this.values.get(key));
  }

  value(key: string): unknown {
    const range = this.values.get(key);
    return range && parseLatin1(this.text.slice(range.start, range.end));
  }

  /** Whether the member is there at all, be it empty; null and '' are what vendors write for absent ones. */
  has(key: string): boolean {
    const range = this.values.get(key);
    if (range === undefined) return false;
    return range.end - range.start > LONGEST_ABSENT || !ABSENT.has(this.text.slice(range.start, range.end));
  }

  /** Whether the member says anything. */
  holds(key: string): boolean {
    const range = this.values.get(key);
    return (
      range !== undefined && (range.end - range.start > LONGEST_EMPTY || holdsSomething(this.value(key)))
    );
  }

  object(key: string, wanted: ReadonlySet<string>): ObjectView | undefined {
    const range = this.values.get(key);
    return range && ObjectView.of(this.text, wanted, range);
  }

  /** The elements of an array member that are objects. */
  objects(key: string, wanted: ReadonlySet<string>): ObjectView[] {
    const range = this.values.get(key);
    const elements = (range && scanArrayText(this.text, range)?.elements) ?? [];
    return elements.flatMap((element) => ObjectView.of(this.text, wanted, element) ?? []);
  }
}
