import { subjectName } from '../../limits/limited-subject';
import type { LedgerRow } from '../../usage/ledger-row';

/** Subjects of requests that reached the ledger past the counters of limits. */
export class StaleSubjects {
  private readonly names = new Set<string>();

  get isEmpty(): boolean {
    return this.names.size === 0;
  }

  /** @param batch JSON array of ledger rows */
  addAll(batch: string): void {
    const rows: LedgerRow[] = JSON.parse(batch);
    for (const { key_id, user_id, provider_id } of rows) {
      this.names.add(subjectName('key', key_id)).add(subjectName('user', user_id));
      if (provider_id !== undefined) this.names.add(subjectName('provider', provider_id));
    }
  }

  take(): readonly string[] {
    const names = [...this.names];
    this.names.clear();
    return names;
  }

  giveBack(names: readonly string[]): void {
    for (const name of names) this.names.add(name);
  }
}
