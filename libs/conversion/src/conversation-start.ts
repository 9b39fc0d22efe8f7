import type { WireFormat } from '@cch/contracts/wire-formats';
import { firstTurns, isUsersTurn } from './first-turns';
import { OPEN_BRACKET } from './json/characters';
import { decodeUpTo } from './json/decode-up-to';
import { recordOf } from './json/record';
import { sliceChunks } from './json/slice-chunks';
import type { ValueRange } from './json/top-level';

/** The top-level members of a request that a conversation begins with, in the order in which they are looked at. */
interface BeginningMembers {
  readonly system: readonly string[];
  readonly turns: string;
}

const MEMBERS: Readonly<Record<WireFormat, BeginningMembers>> = {
  anthropic: { system: ['system'], turns: 'messages' },
  'openai-chat': { system: [], turns: 'messages' },
  'openai-responses': { system: ['instructions'], turns: 'input' },
  gemini: { system: ['systemInstruction', 'system_instruction'], turns: 'contents' },
};

/** Names of all members that `conversationStart` may ask for. */
export const BEGINNING_MEMBERS: ReadonlySet<string> = new Set(
  Object.values(MEMBERS).flatMap(({ system, turns }) => [...system, turns]),
);

const LISTS_OF_TURNS: ReadonlySet<string> = new Set(Object.values(MEMBERS).map(({ turns }) => turns));

/** Longest part of each text that counts. */
const LONGEST_TEXT = 32_768;

/** So much of a value holds that text however it is spelled: a character takes up to six bytes, and parts have frames. */
const MOST_BYTES = 262_144;

/** Deeper than any content has its texts. */
const DEEPEST = 8;

/**
 * What a conversation begins with: the text of its system prompt and of the first turn of the user. The same for every
 * request of one conversation, whether contents are written as a string or as parts and wherever cache marks lie.
 *
 * @param member value of a top-level member, or its `beginningOf`
 * @returns undefined when the request holds no turn of a user
 */
export function conversationStart(format: WireFormat, member: (name: string) => unknown): string | undefined {
  const { system, turns } = MEMBERS[format];
  const first = member(turns);
  const list: readonly unknown[] = Array.isArray(first) ? first : [{ content: first }];
  const user = list.findIndex(isUsersTurn);
  const said = textOf(list[user]) || substanceOf(list[user]);
  if (said === '') return undefined;
  const before = list.slice(0, user).filter(isSystems);
  const texts = [...system.map(member), ...before].map((content) => textOf(content));
  return [...texts, said].map((text) => text.slice(0, LONGEST_TEXT)).join('\n\u0000');
}

/** As much of a member's value as `conversationStart` needs of it, whatever its size. */
export function beginningOf(member: string, chunks: readonly Buffer[], range: ValueRange): unknown {
  const [opening] = sliceChunks(chunks, { start: range.start, end: range.start + 1 });
  const isList = opening === OPEN_BRACKET && LISTS_OF_TURNS.has(member);
  return isList ? firstTurns(chunks, range, MOST_BYTES) : decodeUpTo(chunks, range, MOST_BYTES);
}

function isSystems(turn: unknown): boolean {
  const { role } = recordOf(turn);
  return role === 'system' || role === 'developer';
}

/** The text of a content in any form: a string, parts, or something that holds parts. */
function textOf(content: unknown, depth = 0): string {
  if (typeof content === 'string') return content.replace(VERSION_LINE, '');
  if (depth === DEEPEST) return '';
  if (Array.isArray(content)) return content.map((part) => textOf(part, depth + 1)).join('');
  const { text, content: inner, parts } = recordOf(content);
  return textOf(text ?? inner ?? parts ?? '', depth + 1);
}

// Claude Code's first system line: it changes with every version of the client.
const VERSION_LINE = /^x-anthropic-billing-header:.*\n?/;

/** Every string in a turn without texts, of an image, say. Marks for the cache come and go. */
function substanceOf(turn: unknown): string {
  const { content, parts } = recordOf(turn);
  return stringsIn(content ?? parts, 0);
}

function stringsIn(value: unknown, depth: number): string {
  if (typeof value === 'string') return value;
  if (depth === DEEPEST || typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .filter(([name]) => name !== 'cache_control')
    .map(([, inner]) => stringsIn(inner, depth + 1))
    .join('\n');
}
