/** How a pattern is compared with a model name. */
export const MODEL_MATCHES = ['exact', 'prefix', 'suffix', 'contains', 'regex'] as const;

export type ModelMatch = (typeof MODEL_MATCHES)[number];
