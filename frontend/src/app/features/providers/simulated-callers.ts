import type { WireFormat } from '@cch/contracts/wire-formats';

/** User agents of the clients that people ask about, as these clients send them. */
export const AGENTS = {
  'claude-code': 'claude-cli/2.1.330 (external, cli)',
  codex: 'codex_cli_rs/0.169.0',
  'gemini-cli': 'GeminiCLI-tui/0.61.0',
  opencode: 'opencode/1.18.33',
  curl: 'curl/8.14.1',
} as const satisfies Record<string, string>;

export type AgentName = keyof typeof AGENTS;

export const AGENT_NAMES: readonly AgentName[] = ['claude-code', 'codex', 'gemini-cli', 'opencode', 'curl'];

/** A model to begin with for each format. */
export const MODELS: Readonly<Record<WireFormat, string>> = {
  anthropic: 'claude-opus-5-5',
  'openai-chat': 'gpt-5.5',
  'openai-responses': 'gpt-5.5',
  gemini: 'gemini-3.8-flash',
};

/** The client that sends this user agent; null when it is none of ours. */
export function presetOf(userAgent: string): AgentName | null {
  return AGENT_NAMES.find((name) => AGENTS[name] === userAgent.trim()) ?? null;
}
