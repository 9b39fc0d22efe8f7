import { UNKNOWN_USAGE } from '@cch/conversion/canonical/usage';
import { NOTHING_READ, type ReplyReading } from '@cch/conversion/reply-reading';
import { expect, it } from 'vitest';
import { costStateOf } from './cost-state';

const usage = { ...UNKNOWN_USAGE, inputTokens: 1 };

it.each<[string, ReplyReading | undefined, boolean, string]>([
  ['no reading, an error of the provider', undefined, true, 'unknown'],
  ['no usage in a whole answer', { ...NOTHING_READ, isComplete: true }, true, 'unknown'],
  ['usage and the end', { ...NOTHING_READ, usage, isComplete: true }, true, 'exact'],
  ['usage, but no end', { ...NOTHING_READ, usage }, true, 'estimated'],
  [
    'usage and the end, but the client left',
    { ...NOTHING_READ, usage, isComplete: true },
    false,
    'estimated',
  ],
])('%s', (_name, reading, isWhole, state) => expect(costStateOf(reading, isWhole)).toBe(state));
