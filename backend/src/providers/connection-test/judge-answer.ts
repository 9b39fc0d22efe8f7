import type { WireFormat } from '@cch/contracts/wire-formats';
import { NOTHING_READ, type ReplyReading, type ReplyVerdict } from '@cch/conversion/reply-reading';
import { replyText } from '@cch/conversion/reply-text';
import { replyReader } from '@cch/conversion/usage-readers';
import type { AttemptFailure } from '@cch/domain/failure/classify-failure';
import { decodeBeginning } from '../../platform/upstream/decode-beginning';
import { ErrorReading } from '../../platform/upstream/error-reading';
import type { TestAnswer } from './test-exchange';

/** What an answer is worth. */
export interface Judgement {
  /** Undefined when it is a whole and good one. */
  readonly failure: AttemptFailure | undefined;
  /** What the provider or the system says about the failure; empty when they say nothing. */
  readonly detail: string;
  readonly reading: ReplyReading;
  /** What a person reads in it. */
  readonly text: string;
}

// Compression hides more than it should only from those who mean harm.
const MOST_DECODED_BYTES = 4 * 1024 * 1024;

/** @param now milliseconds since 1970 */
export function judgeAnswer(format: WireFormat, answer: TestAnswer, now: number): Judgement {
  const { statusCode, failure, detail } = answer;
  if (statusCode === undefined) return { failure, detail, reading: NOTHING_READ, text: '' };
  // A status says more than the way in which the rest of its answer went missing.
  return statusCode < 300 ? ofReply(format, answer) : ofStatus(statusCode, answer, now);
}

function ofStatus(status: number, { headers, body }: TestAnswer, now: number): Judgement {
  const error = new ErrorReading(headers, now);
  error.push(body);
  const failure = { kind: 'status', status, error: error.facts() } as const;
  return { failure, detail: error.message(), reading: NOTHING_READ, text: '' };
}

function ofReply(format: WireFormat, answer: TestAnswer): Judgement {
  const { headers, body } = answer;
  const isEventStream = headers['content-type']?.startsWith('text/event-stream') ?? false;
  const decoded = decodeBeginning(body, headers['content-encoding'], MOST_DECODED_BYTES);
  const reader = replyReader(format, isEventStream ? 'sse' : 'json');
  reader.push(decoded);
  const reading = reader.end();
  const reply = decoded.toString('utf8');
  const failure = inReply(answer, reader.verdict, reading, isEventStream);
  const isAnswer = reader.verdict.kind !== 'no_answer';
  return {
    failure,
    detail: detailOf(failure, answer),
    reading,
    text: replyText(format, reply) || (isAnswer ? '' : reply),
  };
}

function inReply(
  { failure, isCut }: TestAnswer,
  verdict: ReplyVerdict,
  { streamError, isComplete }: ReplyReading,
  isEventStream: boolean,
): AttemptFailure | undefined {
  if (streamError) return { kind: 'reply_error', error: streamError };
  if (failure) return failure;
  if (verdict.kind === 'no_answer') return { kind: 'no_reply', reason: verdict.what };
  const isBroken = isEventStream && !isComplete && !isCut;
  return isBroken ? { kind: 'network', reason: 'closed_early' } : undefined;
}

function detailOf(failure: AttemptFailure | undefined, { detail }: TestAnswer): string {
  return failure?.kind === 'reply_error' ? failure.error.message || failure.error.type : detail;
}
