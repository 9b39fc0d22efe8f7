import type { LogEntry } from './usage-api';
import type { Tone } from '../../ui/status-dot';

export interface LogStatus {
  readonly tone: Tone;
  /** Translation key of the word beside the dot. */
  readonly word: string;
}

/** How a request ended, as a reader scans it. */
export function logStatus(entry: Pick<LogEntry, 'outcome' | 'statusCode'>): LogStatus {
  switch (entry.outcome) {
    case 'answered':
      return (entry.statusCode ?? 0) < 400
        ? { tone: 'good', word: 'logs.outcome.answered' }
        : { tone: 'bad', word: 'logs.outcome.failed' };
    case 'refused':
      return { tone: 'warn', word: 'logs.outcome.refused' };
    case 'failed':
      return { tone: 'bad', word: 'logs.outcome.failed' };
    case 'aborted':
      return { tone: 'idle', word: 'logs.outcome.aborted' };
    case 'lost':
      return { tone: 'idle', word: 'logs.outcome.lost' };
  }
}
