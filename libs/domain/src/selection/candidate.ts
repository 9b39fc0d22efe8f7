import type { WireFormat } from '@cch/contracts/wire-formats';

/** What selection has to know of a provider. */
export interface Candidate {
  readonly providerId: number;
  readonly isEnabled: boolean;
  readonly formats: readonly WireFormat[];
  readonly groups: readonly string[];
  readonly priority: number;
  readonly weight: number;
  readonly servesModel: (model: string) => boolean;
}

/** What selection has to know of a request. */
export interface Wanted {
  readonly format: WireFormat;
  readonly groups: readonly string[];
  /** The requested model; undefined where the request names none, as model lists do. */
  readonly model: string | undefined;
}

export const DEFAULT_GROUP = 'default';
