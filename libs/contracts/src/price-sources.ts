/** Where a model's price comes from: the hub's own table, a table that was fetched or uploaded, or somebody who set it. */
export const PRICE_SOURCES = ['shipped', 'synced', 'manual'] as const;

export type PriceSource = (typeof PRICE_SOURCES)[number];
