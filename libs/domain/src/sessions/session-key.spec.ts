import { expect, it } from 'vitest';
import { type SessionClues, sessionKey } from './session-key';

const clues = (part: Partial<SessionClues>, headers: Record<string, string> = {}): SessionClues => ({
  format: 'anthropic',
  header: (name) => headers[name],
  metadata: undefined,
  promptCacheKey: undefined,
  ...part,
});

const CODEX = { format: 'openai-responses' } as const;

it.each<[string, SessionClues, string | undefined]>([
  ['nothing', clues({}), undefined],
  ['Claude Code header', clues({}, { 'x-claude-code-session-id': 'a' }), 'a'],
  ['JSON user id', clues({ metadata: { user_id: '{"device_id":"d","session_id":"b"}' } }), 'b'],
  ['legacy user id', clues({ metadata: { user_id: 'user_9f_account__session_7d-3' } }), '7d-3'],
  ['other user id', clues({ metadata: { user_id: 'somebody' } }), undefined],
  ['broken JSON user id', clues({ metadata: { user_id: '{"session_id":' } }), undefined],
  ['metadata.session_id', clues({ metadata: { user_id: 'x', session_id: 'c' } }), 'c'],
  ['metadata that is no object', clues({ metadata: 'x' }), undefined],
  ['Codex header', clues(CODEX, { 'session-id': 'd' }), 'd'],
  ['old Codex header', clues(CODEX, { session_id: 'e' }), 'e'],
  ['header before prompt_cache_key', clues({ ...CODEX, promptCacheKey: 'f' }, { 'session-id': 'g' }), 'g'],
  ['prompt_cache_key', clues({ ...CODEX, promptCacheKey: 'f' }), 'f'],
  ['conversation of older Codex', clues(CODEX, { conversation_id: 'i' }), 'i'],
  ['thread of Codex', clues(CODEX, { 'thread-id': 'j' }), 'j'],
  ['session before thread', clues(CODEX, { 'thread-id': 'j', 'session-id': 'd' }), 'd'],
  ['Codex of an SDK', clues({ ...CODEX, metadata: { session_id: 'k' } }), 'k'],
  [
    'opencode session',
    clues({ format: 'openai-chat' }, { 'x-session-id': 'l', 'x-session-affinity': 'h' }),
    'l',
  ],
  ['Gemini with a header of its own', clues({ format: 'gemini' }, { 'x-session-id': 'm' }), 'm'],
  ['opencode', clues({ format: 'openai-chat' }, { 'x-session-affinity': 'h' }), 'h'],
  ['empty header', clues({}, { 'x-claude-code-session-id': ' ' }), undefined],
])('%s', (_name, given, expected) => expect(sessionKey(given)).toBe(expected));
