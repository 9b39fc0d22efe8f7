import type { WireFormat } from './wire-formats';

/** Kinds of upstream accounts. The kind decides the authentication headers and the wire formats it serves. */
export const PROVIDER_TYPES = [
  'claude',
  'claude-auth',
  'codex',
  'openai-compatible',
  'gemini',
  'gemini-cli',
] as const;

export type ProviderType = (typeof PROVIDER_TYPES)[number];

/** The wire formats each kind of provider understands without conversion. */
export const NATIVE_FORMATS: Readonly<Record<ProviderType, readonly WireFormat[]>> = {
  claude: ['anthropic'],
  'claude-auth': ['anthropic'],
  codex: ['openai-responses'],
  'openai-compatible': ['openai-chat'],
  gemini: ['gemini'],
  'gemini-cli': ['gemini'],
};
