import type { ProviderType } from '@cch/contracts/provider-types';
import { joinUpstreamPath } from '@cch/domain/upstream/join-url';

interface TypeExample {
  /** The vendor's own address. */
  readonly base: string;
  /** A path that clients of this type call most. */
  readonly path: string;
}

export const TYPE_EXAMPLES: Readonly<Record<ProviderType, TypeExample>> = {
  claude: { base: 'https://api.anthropic.com', path: '/v1/messages' },
  'claude-auth': { base: 'https://relay.example.com', path: '/v1/messages' },
  codex: { base: 'https://api.openai.com/v1', path: '/v1/responses' },
  'openai-compatible': { base: 'https://api.openai.com/v1', path: '/v1/chat/completions' },
  gemini: {
    base: 'https://generativelanguage.googleapis.com',
    path: '/v1beta/models/gemini-2.5-pro:generateContent',
  },
  'gemini-cli': {
    base: 'https://generativelanguage.googleapis.com',
    path: '/v1beta/models/gemini-2.5-pro:generateContent',
  },
};

/** The address that a typical request would go to, or undefined while the base is no address. */
export function exampleAddress(base: string, type: ProviderType): string | undefined {
  const url = URL.parse(base.trim());
  if (!url || !['http:', 'https:'].includes(url.protocol)) return undefined;
  const basePath = url.pathname.replace(/\/+$/, '');
  return url.origin + joinUpstreamPath(basePath, TYPE_EXAMPLES[type].path);
}
