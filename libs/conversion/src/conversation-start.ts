import type { WireFormat } from '@cch/contracts/wire-formats';
import { OPEN_BRACKET } from './json/characters';
import { ContainerScanner } from './json/container-scanner';
import { parseLatin1 } from './json/parse-text';
import { recordOf } from './json/record';

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

/** Longest part of each text that counts. */
const LONGEST_TEXT = 65_536;

/**
 * What a conversation begins with: the text of its system prompt and of the first turn of the user. The same for every
 * request of one conversation, whether contents are written as a string or as parts and wherever cache marks lie.
 *
 * @param member value of a top-level member; of turns, the first ones up to the user's are enough
 * @returns undefined when the request holds no turn of a user
 */
export function conversationStart(format: WireFormat, member: (name: string) => unknown): string | undefined {
  const { system, turns } = MEMBERS[format];
  const first = member(turns);
  if (typeof first === 'string') return join([...system.map((name) => textOf(member(name))), first]);
  if (!Array.isArray(first)) return undefined;
  const user = first.findIndex(isUsers);
  if (user < 0) return undefined;
  const before = first.slice(0, user).filter(isSystems);
  const said = textOf(first[user]) || JSON.stringify(first[user]); // an image, say
  return join([...system.map((name) => textOf(member(name))), ...before.map(textOf), said]);
}

/**
 * The elements of a JSON array, as latin1 text that may be cut anywhere, up to the first turn of a user. Reads no further:
 * a conversation may have megabytes behind it.
 */
export function firstTurns(text: string): readonly unknown[] {
  const turns: unknown[] = [];
  const scanner = new ContainerScanner(OPEN_BRACKET, {
    textBetween: (start, end) => text.slice(start, end),
    found: (start, end) => void turns.push(parseLatin1(text.slice(start, end))),
  });
  for (let from = 0; from < text.length && !scanner.isBroken; from += STEP) {
    scanner.push(text.slice(from, from + STEP));
    const user = turns.findIndex(isUsers);
    if (user >= 0) return turns.slice(0, user + 1);
  }
  return turns;
}

const STEP = 4096;

function join(texts: readonly string[]): string {
  return texts.map((text) => text.slice(0, LONGEST_TEXT)).join('\n\u0000');
}

function isUsers(turn: unknown): boolean {
  const { role, type } = recordOf(turn);
  // Gemini's only role may be left out; Responses have items that are no messages.
  return role === 'user' || (role === undefined && type === undefined && typeof turn === 'object');
}

function isSystems(turn: unknown): boolean {
  const { role } = recordOf(turn);
  return role === 'system' || role === 'developer';
}

/** The text of a content in any form: a string, parts, or something that holds parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return isVersionLine(content) ? '' : content;
  if (Array.isArray(content)) return content.map(textOf).join('');
  const { text, content: inner, parts } = recordOf(content);
  return textOf(text ?? inner ?? parts ?? '');
}

// Claude Code's first system line: it changes with every version of the client.
function isVersionLine(text: string): boolean {
  return text.startsWith('x-anthropic-billing-header:');
}
