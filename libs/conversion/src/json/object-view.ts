import { parseLatin1 } from './parse-text';
import { decodeString, scanArrayText, scanObjectText, type ValueRange } from './top-level';

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
