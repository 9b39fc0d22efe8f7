/** How a 5-hour or daily spend window moves. */
export const RESET_MODES = ['rolling', 'fixed'] as const;

export type ResetMode = (typeof RESET_MODES)[number];
