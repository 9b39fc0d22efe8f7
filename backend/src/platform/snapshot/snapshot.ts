/** An in-process copy of configuration: read synchronously, replaced as a whole. */
export class Snapshot<T> {
  private value: { readonly current: T } | undefined;

  /**
   * @param topics tables whose change makes the copy stale
   * @param load reads the configuration afresh
   */
  constructor(
    readonly topics: readonly string[],
    private readonly load: () => Promise<T>,
  ) {}

  current(): T {
    if (!this.value)
      throw new Error(`the snapshot of ${this.topics.join(', ')} was read before it was loaded`);
    return this.value.current;
  }

  async reload(): Promise<void> {
    this.value = { current: await this.load() };
  }
}
