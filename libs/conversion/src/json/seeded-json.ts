/** A small seeded generator of JSON documents for property tests; Math.random would make failures unrepeatable. */
export class SeededJson {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number from 0 to below `limit` (mulberry32). */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** The text of an object that has some of `keys` (some twice, some spelled with escapes) among others. */
  objectText(keys: readonly [string, ...string[]]): string {
    const members: string[] = [];
    for (let count = this.below(8); count > 0; count -= 1) {
      const key = this.below(2) === 0 ? this.pick(keys) : this.string();
      members.push(`${this.space()}${this.stringText(key)}${this.space()}:${this.valueText(keys, 0)}`);
    }
    return `${this.space()}{${members.join(',') || this.space()}}${this.space()}`;
  }

  /** The text cut short, or with one character deleted, inserted or replaced. */
  damaged(text: string): string {
    const at = this.below(text.length + 1);
    const kind = this.below(4);
    if (kind === 0) return text.slice(0, at);
    if (kind === 1) return text.slice(0, at) + text.slice(at + 1);
    const inserted = this.pick(['"', '\\', '{', '}', '[', ']', ',', ':', '0', ' ']);
    return text.slice(0, at) + inserted + text.slice(kind === 2 ? at : at + 1);
  }

  /** The bytes in chunks of up to `most`, now and then an empty one. */
  split(bytes: Buffer, most: number): Buffer[] {
    const chunks: Buffer[] = [];
    for (let at = 0; at < bytes.length;) {
      const size = this.below(8) === 0 ? 0 : 1 + this.below(most);
      chunks.push(bytes.subarray(at, at + size));
      at += size;
    }
    return chunks;
  }

  private valueText(keys: readonly [string, ...string[]], depth: number): string {
    return this.space() + this.bareValueText(keys, depth) + this.space();
  }

  private bareValueText(keys: readonly [string, ...string[]], depth: number): string {
    const kind = this.below(depth > 3 ? 3 : 5);
    if (kind === 0) return this.pick(['true', 'false', 'null', '0', '-1', '12.5e+3', '1E9', '-0.25']);
    if (kind < 3) return this.stringText(this.below(3) === 0 ? this.lookAlike(keys) : this.string());
    const size = this.below(4);
    const parts = Array.from({ length: size }, () =>
      kind === 3
        ? this.valueText(keys, depth + 1)
        : `${this.space()}${this.stringText(this.pick(keys))}${this.space()}:${this.valueText(keys, depth + 1)}`,
    );
    return kind === 3 ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
  }

  private string(): string {
    const piece = [
      'a',
      '"',
      '\\',
      '\\"',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '\n',
      'é',
      '日',
      '😀',
      '\u0000',
      ' ',
    ] as const;
    return Array.from({ length: this.below(9) }, () => this.pick(piece)).join('');
  }

  private lookAlike(keys: readonly [string, ...string[]]): string {
    const key = this.pick(keys);
    return this.pick([
      `"${key}":"wrong"`,
      `{"${key}": 1}`,
      `\\"${key}\\":\\"wrong\\"`,
      `}, "${key}": "wrong`,
      `"${key}"\\`,
    ]);
  }

  /** JSON text of a string, at times with characters spelled as \uXXXX. */
  private stringText(value: string): string {
    if (this.below(4) > 0 || value === '') return JSON.stringify(value);
    const at = this.below(value.length);
    const escaped = `\\u${value.charCodeAt(at).toString(16).padStart(4, '0')}`;
    return `"${JSON.stringify(value.slice(0, at)).slice(1, -1)}${escaped}${JSON.stringify(value.slice(at + 1)).slice(1, -1)}"`;
  }

  private space(): string {
    return this.below(4) === 0 ? this.pick([' ', '\n', '\r\n', '\t', '  ']) : '';
  }
}
