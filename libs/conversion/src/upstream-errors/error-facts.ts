import { holdsSomething } from '../json/holds-something';
import type { ObjectView } from '../json/object-view';
import { recordOf } from '../json/record';
import type { UpstreamError } from '../reply-reading';
import { statusOfError } from './error-status';
import { retryInfoMs, retrySentenceMs } from './retry-delay';

type Fields = Readonly<Record<string, unknown>>;

const MESSAGE_NAMES = ['message', 'msg', 'detail', 'error_description', 'error_msg'] as const;
const DEEPEST_MESSAGE = 4;

/** Members at the top of a frame or body that `errorIn` has to be able to see. */
export const ERROR_KEYS = ['error', 'type', 'object', 'code', 'message'] as const;
const ERROR_NAMES: ReadonlySet<unknown> = new Set(['error', 'response.error']);

/** The error that a frame or body carries or is. */
export function errorIn(view: ObjectView): UpstreamError | undefined {
  const error = view.value('error');
  const isError = ERROR_NAMES.has(view.string('type')) || ERROR_NAMES.has(view.string('object'));
  if (!isError && !holdsSomething(error)) return undefined;
  return streamError(holdsSomething(error) ? error : undefined, {
    code: view.value('code'),
    type: view.string('type'),
    message: view.string('message'),
  });
}

/** An error found inside a reply with a status of success; it always has a type. */
export function streamError(error: unknown, around: Fields = {}): UpstreamError {
  const facts = error === undefined ? factsOf(around) : factsOf(error, around);
  return { ...facts, type: facts.type || 'error' };
}

/**
 * What an error says that was found in a document.
 *
 * @param error an object, a sentence, or anything else that only says that there is an error
 */
export function factsOf(error: unknown, around: Fields = {}): UpstreamError {
  const fields = recordOf(error);
  const sentence = typeof error === 'string' ? error : '';
  const message = messageIn(fields) || messageIn(around) || sentence;
  const details = detailsOf(fields);
  const words = [fields['code'], fields['type'], fields['status']].filter(isWord);
  const reasons = details.flatMap((detail) => [detail['reason'], detail['error_code']]).filter(isWord);
  const numbers = [fields, around].flatMap(({ code, status, status_code }) => [code, status, status_code]);
  return {
    type: words[0] ?? numericType(fields),
    message,
    status: statusOfError([...reasons, ...words, sentence], numbers),
    retryAfterMs: details.map(retryInfoMs).find((ms) => ms !== undefined) ?? retrySentenceMs(message),
  };
}

/** Google has a list of details, Anthropic one object. */
function detailsOf({ details }: Fields): readonly Fields[] {
  return (Array.isArray(details) ? details : [details]).map(recordOf);
}

function messageIn(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value.trim();
  if (depth === DEEPEST_MESSAGE) return '';
  const fields = recordOf(Array.isArray(value) ? value[0] : value);
  return MESSAGE_NAMES.map((name) => messageIn(fields[name], depth + 1)).find(Boolean) ?? '';
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /[a-z]/i.test(value);
}

function numericType({ code, status }: Fields): string {
  const number = [code, status].find((value) => value !== undefined && value !== null && value !== '');
  return typeof number === 'number' || typeof number === 'string' ? String(number) : '';
}
