/** The software that sends a request, as far as its headers tell. */
export interface Client {
  /** Names under which rules may speak of it, such as `claude-code` and `claude-code-cli`. */
  readonly names: readonly string[];
  /** Empty when it sends none. */
  readonly userAgent: string;
}

type Header = (name: string) => string | undefined;

// The part of Claude Code that speaks, as its user agent tells: `claude-cli/2.1.330 (external, sdk-cli)`.
const CLAUDE_ENTRY_POINTS: Readonly<Record<string, string>> = {
  cli: 'claude-code-cli',
  'sdk-cli': 'claude-code-cli-sdk',
  'claude-vscode': 'claude-code-vscode',
  'sdk-ts': 'claude-code-sdk-ts',
  'sdk-py': 'claude-code-sdk-py',
  'claude-code-github-action': 'claude-code-gh-action',
};
const CLAUDE_AGENT = /^claude-cli\/\S+ \([^,)]*,\s*([\w-]+)/;

/** Beginnings of user agents, in lower case, and the names of the client. */
const AGENTS: readonly (readonly [start: string, names: readonly string[]])[] = [
  ['codex desktop', ['codex-cli', 'codex-desktop']],
  ['codex_tui', ['codex-cli', 'codex-tui']],
  ['codex_cli_rs', ['codex-cli', 'codex-cli-rs']],
  ['codex_exec', ['codex-cli', 'codex-exec']],
  ['codex_vscode', ['codex-cli', 'codex-vscode']],
  ['geminicli', ['gemini-cli']],
  ['opencode', ['opencode']],
  ['factory-cli', ['factory-cli']],
];

/** Recognises the client by what the real ones send. Whoever wants to pass for another one can. */
export function detectClient(header: Header): Client {
  const userAgent = header('user-agent') ?? '';
  const lower = userAgent.toLowerCase();
  if (lower.startsWith('claude-cli/')) return { userAgent, names: claudeNames(userAgent) };
  return { userAgent, names: AGENTS.find(([start]) => lower.startsWith(start))?.[1] ?? [] };
}

function claudeNames(userAgent: string): readonly string[] {
  const entry = CLAUDE_AGENT.exec(userAgent)?.[1] ?? '';
  const part = Object.hasOwn(CLAUDE_ENTRY_POINTS, entry) ? CLAUDE_ENTRY_POINTS[entry] : undefined;
  return part === undefined ? ['claude-code'] : ['claude-code', part];
}
