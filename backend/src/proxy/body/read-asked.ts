import { BEGINNING_MEMBERS, beginningOf, conversationStart } from '@cch/conversion/conversation-start';
import { decodeRange } from '@cch/conversion/json/slice-chunks';
import { TopLevelScanner } from '@cch/conversion/json/top-level-scanner';
import type { WireFormat } from '@cch/contracts/wire-formats';
import { GatewayError } from '../errors/gateway-error';
import type { ReceivedBody } from '../request-context';

/** The members of a request body that routing looks at. */
export interface BodyFacts {
  readonly model: unknown;
  readonly stream: unknown;
  readonly metadata: unknown;
  readonly promptCacheKey: unknown;
  readonly previousResponseId: unknown;
  readonly store: unknown;
  /** Undefined where the request does not say, or not with a sensible number. */
  readonly maxOutputTokens: number | undefined;
  /** What the conversation begins with; worked out when it is asked for. */
  readonly conversationStart: (format: WireFormat) => string | undefined;
}

/** What the formats call the most output tokens that a request allows; Gemini has it in its generationConfig. */
const OUTPUT_LIMITS = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];

const WANTED = new Set([
  'model',
  'stream',
  'metadata',
  'prompt_cache_key',
  'previous_response_id',
  'store',
  ...OUTPUT_LIMITS,
  'generationConfig',
  ...BEGINNING_MEMBERS,
]);

const BYTE_ORDER_MARK = '\ufeff';

// Up to here a real parse costs less than it is worth: it finds every syntax error. Above, the body is only scanned,
// and an error deep inside is left to the provider.
const PARSE_UP_TO = 16_384;

export function readBodyFacts({ chunks, size }: Pick<ReceivedBody, 'chunks' | 'size'>): BodyFacts {
  const { members, beginnings } = size <= PARSE_UP_TO ? parse(Buffer.concat(chunks)) : scan(chunks);
  return {
    model: members('model'),
    stream: members('stream'),
    metadata: members('metadata'),
    promptCacheKey: members('prompt_cache_key'),
    previousResponseId: members('previous_response_id'),
    store: members('store'),
    maxOutputTokens: maxOutputTokens(members),
    conversationStart: (format) => conversationStart(format, beginnings),
  };
}

type Members = (name: string) => unknown;

function maxOutputTokens(members: Members): number | undefined {
  const config = members('generationConfig');
  const ofGemini =
    typeof config === 'object' && config !== null ? Reflect.get(config, 'maxOutputTokens') : undefined;
  for (const said of [...OUTPUT_LIMITS.map(members), ofGemini]) {
    if (typeof said === 'number' && Number.isSafeInteger(said) && said >= 0) return said;
  }
  return undefined;
}

interface Body {
  readonly members: Members;
  /** As much of each value as the beginning of a conversation is known by. */
  readonly beginnings: Members;
}

function parse(body: Buffer): Body {
  let value: unknown;
  try {
    const text = body.toString('utf8');
    value = JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  } catch (error) {
    throw invalidJson(`it cannot be parsed${placeOf(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidJson('it is not an object');
  const record = value as Record<string, unknown>;
  const members: Members = (name) => (Object.hasOwn(record, name) ? record[name] : undefined);
  return { members, beginnings: members };
}

function scan(chunks: readonly Buffer[]): Body {
  const scanner = new TopLevelScanner(WANTED);
  for (const chunk of chunks) scanner.push(chunk);
  const found = scanner.end();
  if (!found.ok)
    throw invalidJson(found.reason === 'malformed' ? 'it cannot be parsed' : 'it is not an object');
  const { values } = found;
  return {
    members: (name) => decodeRange(chunks, values.get(name)),
    beginnings: (name) => {
      const range = values.get(name);
      return range && beginningOf(name, chunks, range);
    },
  };
}

// The rest of the engine's message quotes the body, which belongs in no log.
function placeOf(error: unknown): string {
  const place = error instanceof Error ? /at position \d+/.exec(error.message) : null;
  return place ? ` ${place[0]}` : '';
}

function invalidJson(reason: string): GatewayError {
  return new GatewayError('invalid_json', `The request body is not valid JSON: ${reason}.`);
}
