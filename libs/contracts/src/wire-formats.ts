/** The HTTP dialects that clients speak to the hub and the hub speaks to providers. */
export const WIRE_FORMATS = ['anthropic', 'openai-chat', 'openai-responses', 'gemini'] as const;

export type WireFormat = (typeof WIRE_FORMATS)[number];
