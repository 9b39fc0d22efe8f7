import type { UpstreamError } from '../reply-reading';
import { upstreamErrorFacts } from '../upstream-errors';

const ERROR_EVENT = /^event: ?error\s*$/m;

/** The error of a frame whose event name alone says that it is one. */
export function errorEventIn(frame: string, data: string): UpstreamError | undefined {
  if (!ERROR_EVENT.test(frame)) return undefined;
  const facts = upstreamErrorFacts(Buffer.from(data, 'latin1'));
  return { ...facts, type: facts.type || 'error' };
}
