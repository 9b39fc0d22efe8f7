import type { WireFormat } from '@cch/contracts/wire-formats';
import type { Client } from '../callers/client';
import type { ActiveHours } from '../schedule/active-hours';

/** What selection has to know of a provider. */
export interface Candidate {
  readonly providerId: number;
  readonly isEnabled: boolean;
  readonly formats: readonly WireFormat[];
  readonly groups: readonly string[];
  readonly priority: number;
  /** Priorities that hold instead for callers of the named groups. */
  readonly groupPriorities: Readonly<Record<string, number>>;
  readonly weight: number;
  readonly servesModel: (model: string) => boolean;
  readonly servesClient: (client: Client) => boolean;
  /** Undefined for all day. */
  readonly activeHours: ActiveHours | undefined;
}

/** What selection has to know of a request. */
export interface Wanted {
  readonly format: WireFormat;
  readonly groups: readonly string[];
  /** The requested model; undefined where the request names none, as model lists do. */
  readonly model: string | undefined;
  readonly client: Client;
  /** Minute of the day in the system's time zone, 0 to 1439. */
  readonly minuteOfDay: number;
}

export const DEFAULT_GROUP = 'default';
