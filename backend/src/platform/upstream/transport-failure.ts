import type { AttemptFailure } from '@cch/domain/failure/classify-failure';
import { ProxyFailed } from './proxy-failed';

/** Why the hub itself ended an attempt. */
export class AttemptEnded extends Error {
  constructor(readonly reason: 'client_closed' | 'judged' | 'first_byte_timeout' | 'request_timeout') {
    super(reason);
  }
}

/** What undici or the system reports of an attempt that found no end of its own, as a fact to be judged. */
export function transportFailure(error: Error, isStreaming: boolean): AttemptFailure {
  if (error instanceof ProxyFailed) return { kind: 'network', reason: 'proxy_failed' };
  if (error instanceof AttemptEnded) {
    return {
      kind: 'timeout',
      reason: error.reason === 'request_timeout' ? 'request_timeout' : 'first_byte_timeout',
    };
  }
  // Its code is made from llhttp's table and is not always there.
  if (error.name === 'HTTPParserError') return { kind: 'network', reason: 'bad_response' };
  switch ('code' in error ? String(error.code) : '') {
    case 'UND_ERR_HEADERS_TIMEOUT':
      return { kind: 'timeout', reason: isStreaming ? 'first_byte_timeout' : 'request_timeout' };
    case 'UND_ERR_BODY_TIMEOUT':
      return { kind: 'timeout', reason: isStreaming ? 'idle_timeout' : 'request_timeout' };
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
    case 'ECONNRESET':
    case 'EPIPE':
      return { kind: 'network', reason: 'closed_early' };
    case 'UND_ERR_HEADERS_OVERFLOW':
      return { kind: 'network', reason: 'bad_response' };
    default:
      return { kind: 'network', reason: 'unreachable' };
  }
}
