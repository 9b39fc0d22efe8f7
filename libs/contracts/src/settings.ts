import type { LimitKind, OutagePolicy } from './limit-kinds';

/** Which name decides the price when a redirect has changed the model. */
export const BILLED_MODELS = ['original', 'redirected'] as const;

export type BilledModel = (typeof BILLED_MODELS)[number];

/** What becomes of requests for a model that has no price: served at cost 0 and flagged, or refused. */
export const UNPRICED_POLICIES = ['flag', 'refuse'] as const;

export type UnpricedPolicy = (typeof UNPRICED_POLICIES)[number];

/** Settings of the whole hub that an administrator changes while it runs. */
export interface HubSettings {
  /** IANA name. Days, weeks, months and hours of activity are counted in it. */
  readonly timeZone: string;
  readonly billedModel: BilledModel;
  readonly unpricedModels: UnpricedPolicy;
  /** Output tokens that a request which asks for more, or does not say, is expected to use at most. */
  readonly estimatedOutputTokens: number;
  readonly limitOutage: Readonly<Record<LimitKind, OutagePolicy>>;
}

/** Where a value in force comes from. */
export const SETTING_SOURCES = ['default', 'environment', 'stored'] as const;

export type SettingSource = (typeof SETTING_SOURCES)[number];
