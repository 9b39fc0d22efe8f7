/** How sure a ledger entry is of its usage: reported to the end, cut off and thus estimated, or never reported. */
export const COST_STATES = ['exact', 'estimated', 'unknown', 'none'] as const;

export type CostState = (typeof COST_STATES)[number];

/** How a request ended as far as the ledger knows. `lost`: the process died before it could settle. */
export const REQUEST_OUTCOMES = ['answered', 'refused', 'failed', 'aborted', 'lost'] as const;

export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];
