import type { WireFormat } from '@cch/contracts/wire-formats';

/** What a request says about the conversation it belongs to. */
export interface SessionClues {
  readonly format: WireFormat;
  /** Value of a request header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly metadata: unknown;
  readonly promptCacheKey: unknown;
}

// What the real clients send, measured: Claude Code, Codex (hyphens now, underscores before), opencode.
const CODEX = ['session-id', 'session_id', 'conversation_id', 'thread-id'];
const SESSION_HEADERS: Readonly<Record<WireFormat, readonly string[]>> = {
  anthropic: ['x-claude-code-session-id', 'x-session-id'],
  'openai-responses': [...CODEX, 'x-session-id'],
  'openai-chat': ['x-session-id', 'x-session-affinity', ...CODEX],
  gemini: ['x-session-id'],
};

const LEGACY_USER_ID = /_session_([^_\s]+)$/;

/** The session id that the client claims, or undefined when it claims none. */
export function sessionKey(clues: SessionClues): string | undefined {
  for (const name of SESSION_HEADERS[clues.format]) {
    const value = text(clues.header(name));
    if (value !== undefined) return value;
  }
  return text(clues.promptCacheKey) ?? fromMetadata(clues.metadata);
}

function fromMetadata(metadata: unknown): string | undefined {
  if (!isRecord(metadata)) return undefined;
  const userId = text(metadata['user_id']);
  return (userId === undefined ? undefined : fromUserId(userId)) ?? text(metadata['session_id']);
}

// Claude Code puts a JSON text here, older versions `user_<hash>_account_<id>_session_<id>`.
function fromUserId(userId: string): string | undefined {
  if (!userId.startsWith('{')) return LEGACY_USER_ID.exec(userId)?.[1];
  try {
    const parsed: unknown = JSON.parse(userId);
    return isRecord(parsed) ? text(parsed['session_id']) : undefined;
  } catch {
    // SyntaxError: the client's own form of user id, not ours to judge.
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
