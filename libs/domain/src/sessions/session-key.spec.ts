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
const CHAT = { format: 'openai-chat' } as const;
const GEMINI = { format: 'gemini' } as const;
const LONG = '\u4f60'.repeat(10_000);

const claudeUser = (sessionId: string) =>
  JSON.stringify({ device_id: '9f'.repeat(32), account_uuid: '', session_id: sessionId });

// What each client sends, as it was measured, and what stands first where it sends several.
it.each<[string, SessionClues, string | undefined]>([
  ['nothing', clues({}), undefined],

  ['Claude Code: header', clues({}, { 'x-claude-code-session-id': 'a' }), 'a'],
  ['Claude Code: user id of JSON', clues({ metadata: { user_id: claudeUser('b') } }), 'b'],
  [
    'Claude Code: both',
    clues({ metadata: { user_id: claudeUser('b') } }, { 'x-claude-code-session-id': 'a' }),
    'a',
  ],
  ['Claude Code of old: user id', clues({ metadata: { user_id: 'user_9f_account__session_7d-3' } }), '7d-3'],
  [
    'Claude Code of old, with an account',
    clues({ metadata: { user_id: 'user_9f_account_4c-1_session_7d-3' } }),
    '7d-3',
  ],
  ['Claude Code of old: no session', clues({ metadata: { user_id: 'user_9f' } }), undefined],
  ['Anthropic SDK', clues({ metadata: { user_id: 'somebody' } }), undefined],
  ['a user id of broken JSON', clues({ metadata: { user_id: '{"session_id":' } }), undefined],
  ['a user id of JSON without session', clues({ metadata: { user_id: '{"device_id":"d"}' } }), undefined],
  ['metadata.session_id', clues({ metadata: { user_id: 'x', session_id: 'c' } }), 'c'],
  [
    'the user id before metadata.session_id',
    clues({ metadata: { user_id: claudeUser('b'), session_id: 'c' } }),
    'b',
  ],
  ['metadata that is no object', clues({ metadata: 'x' }), undefined],

  ['Codex: header', clues(CODEX, { 'session-id': 'd' }), 'd'],
  [
    'Codex: all that it sends',
    clues({ ...CODEX, promptCacheKey: 'f' }, { 'thread-id': 'j', 'session-id': 'd' }),
    'd',
  ],
  ['Codex: thread', clues(CODEX, { 'thread-id': 'j' }), 'j'],
  ['Codex: prompt_cache_key', clues({ ...CODEX, promptCacheKey: 'f' }), 'f'],
  ['Codex of old: session_id', clues(CODEX, { session_id: 'e' }), 'e'],
  ['Codex of old: x-session-id', clues(CODEX, { 'x-session-id': 'n' }), 'n'],
  ['Codex of old: conversation_id', clues(CODEX, { conversation_id: 'i' }), 'i'],
  ['Codex of old: both', clues(CODEX, { 'x-session-id': 'n', session_id: 'e' }), 'e'],
  ['Codex through another SDK', clues({ ...CODEX, metadata: { session_id: 'k' } }), 'k'],
  [
    'prompt_cache_key before metadata',
    clues({ ...CODEX, promptCacheKey: 'f', metadata: { session_id: 'k' } }),
    'f',
  ],
  [
    'a header before prompt_cache_key',
    clues({ ...CODEX, promptCacheKey: 'f' }, { 'x-session-id': 'n' }),
    'n',
  ],

  ['opencode: both headers', clues(CHAT, { 'x-session-id': 'l', 'x-session-affinity': 'h' }), 'l'],
  ['opencode: affinity', clues(CHAT, { 'x-session-affinity': 'h' }), 'h'],
  ['OpenAI SDK', clues({ ...CHAT, metadata: { purpose: 'test' } }), undefined],
  ['OpenAI SDK with a cache key', clues({ ...CHAT, promptCacheKey: 'o' }), 'o'],

  ['Gemini CLI', clues(GEMINI), undefined],
  ['Gemini CLI with a header of its own', clues(GEMINI, { 'x-session-id': 'm' }), 'm'],

  ['an empty header', clues({}, { 'x-claude-code-session-id': ' ' }), undefined],
  ['an empty header before a claim', clues({ ...CODEX, promptCacheKey: 'f' }, { 'session-id': '' }), 'f'],
  ['a key that is no text', clues({ ...CODEX, promptCacheKey: 7 }), undefined],
  ['a very long id', clues({ ...CODEX, promptCacheKey: LONG }), LONG],
])('%s', (_name, given, expected) => expect(sessionKey(given)).toBe(expected));
