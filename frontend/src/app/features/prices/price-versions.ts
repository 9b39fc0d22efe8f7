import { differences, type RateChange } from './price-differences';
import type { PriceVersion } from './prices-api';
import { sheetOf } from './sheet-of-price';

/** A version of a price, and what it changed. */
export interface VersionRow {
  readonly version: PriceVersion;
  readonly isCurrent: boolean;
  /** Undefined while the version before it is not loaded. */
  readonly changes: readonly RateChange[] | undefined;
  /** When the price before it was deleted, if it was: until this version there was none. */
  readonly noPriceSince: string | undefined;
}

/**
 * @param versions the newest first
 * @param hasOlder whether there are more than these
 */
export function versionRows(versions: readonly PriceVersion[], hasOlder: boolean): readonly VersionRow[] {
  return versions.map((version, index) => {
    const before = versions[index + 1];
    const isKnown = before !== undefined || !hasOlder;
    const end = before?.supersededAt ?? undefined;
    return {
      version,
      isCurrent: version.supersededAt === null,
      changes: isKnown ? differences(before && sheetOf(before), sheetOf(version)) : undefined,
      noPriceSince: end === version.createdAt ? undefined : end,
    };
  });
}
