const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const STEP =
  '(\\d+(?:\\.\\d+)?)\\s*(ms|milliseconds?|seconds?|secs?|s|minutes?|mins?|m|hours?|h|days?|d)(?![a-z])\\s*';
const SENTENCE = new RegExp(`\\b(?:try again|retry) (?:in|after) ((?:${STEP})+)`, 'i');
const RETRY_INFO = 'google.rpc.RetryInfo';

/** The delay of Google's RetryInfo detail. */
export function retryInfoMs(detail: Readonly<Record<string, unknown>>): number | undefined {
  const { '@type': type, retryDelay } = detail;
  if (typeof type !== 'string' || !type.endsWith(RETRY_INFO) || typeof retryDelay !== 'string')
    return undefined;
  return durationMs(retryDelay);
}

/** The delay of a sentence like OpenAI's "Please try again in 1m2.5s.". */
export function retrySentenceMs(message: string): number | undefined {
  const duration = SENTENCE.exec(message)?.[1];
  return duration === undefined ? undefined : durationMs(duration);
}

function durationMs(text: string): number | undefined {
  const steps = [...text.matchAll(new RegExp(STEP, 'gi'))];
  if (steps.length === 0) return undefined;
  return Math.round(steps.reduce((sum, [, amount, unit]) => sum + Number(amount) * unitMs(unit), 0));
}

function unitMs(unit = ''): number {
  const name = unit.toLowerCase();
  return UNIT_MS[name.startsWith('mil') ? 'ms' : name] ?? UNIT_MS[name.charAt(0)] ?? 0;
}
