import type { ObjectView } from '../../json/object-view';
import type { FrameWeight } from '../../reply-reading';

const ANSWER_KEYS = ['candidates', 'promptFeedback', 'usageMetadata'] as const;
export const REPLY_KEYS: ReadonlySet<string> = new Set([
  ...ANSWER_KEYS,
  'modelVersion',
  'responseId',
  'error',
]);
const CANDIDATE_KEYS = new Set(['finishReason', 'content']);
const FEEDBACK_KEYS = new Set(['blockReason']);
const CONTENT_KEYS = new Set(['parts']);
const PART_CONTENTS = [
  'text',
  'thoughtSignature',
  'functionCall',
  'functionResponse',
  'inlineData',
  'fileData',
  'executableCode',
  'codeExecutionResult',
  'toolCall',
  'toolResponse',
];
const PART_KEYS: ReadonlySet<string> = new Set(PART_CONTENTS);

/** Every reason to end counts: a prompt found unsafe has been answered, and asking another provider changes nothing. */
export function weighGemini(frame: ObjectView): FrameWeight {
  const reply = replyOf(frame);
  return hasEnded(reply) || hasParts(reply) ? 'content' : 'nothing';
}

/** Gemini CLI's own endpoint wraps each reply. */
export function replyOf(view: ObjectView): ObjectView {
  return view.object('response', REPLY_KEYS) ?? view;
}

/** A candidate says why it ended; a prompt that was blocked has no candidates. */
export function hasEnded(reply: ObjectView): boolean {
  if (reply.object('promptFeedback', FEEDBACK_KEYS)?.string('blockReason')) return true;
  return reply.objects('candidates', CANDIDATE_KEYS).some((candidate) => {
    const reason = candidate.string('finishReason');
    return Boolean(reason) && reason !== 'FINISH_REASON_UNSPECIFIED';
  });
}

/** A part with an empty text only keeps the connection alive. */
function hasParts(reply: ObjectView): boolean {
  return reply
    .objects('candidates', CANDIDATE_KEYS)
    .flatMap((candidate) => candidate.object('content', CONTENT_KEYS)?.objects('parts', PART_KEYS) ?? [])
    .some((part) => PART_CONTENTS.some((key) => part.holds(key)));
}

/** A reply, wrapped or not, or a count of tokens. */
export function isGeminiAnswer(body: ObjectView): boolean {
  return ANSWER_KEYS.some((key) => body.has(key)) || body.has('totalTokens') || body.has('response');
}
