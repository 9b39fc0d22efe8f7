import { anthropicErrorWords } from '../formats/anthropic/errors';
import { geminiErrorWords } from '../formats/gemini/errors';
import { openaiErrorWords } from '../formats/openai-chat/errors';

// Vendors answer in each other's words whatever the wire format, so there is one vocabulary.
const VOCABULARY = [openaiErrorWords, anthropicErrorWords, geminiErrorWords];
const STATUSES = new Map(VOCABULARY.flatMap(({ statuses }) => [...statuses]));
const FINER = new Map(VOCABULARY.flatMap(({ finer }) => [...(finer ?? [])]));

/** The HTTP status that an error stands for: a word that says more than a number, else the number, else any word. */
export function statusOfError(words: readonly string[], numbers: readonly unknown[]): number | undefined {
  return firstIn(FINER, words) ?? numbers.map(errorStatus).find(Boolean) ?? firstIn(STATUSES, words);
}

function firstIn(statuses: ReadonlyMap<string, number>, words: readonly string[]): number | undefined {
  const word = words.find((candidate) => statuses.has(candidate));
  return word === undefined ? undefined : statuses.get(word);
}

function errorStatus(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && status >= 400 && status <= 599 ? Math.trunc(status) : undefined;
}
