import type { Usage } from '@cch/conversion/canonical/usage';
import { classifyFailure } from '@cch/domain/failure/classify-failure';
import { failureWords } from '@cch/domain/failure/failure-words';
import { maskSecrets } from '../../platform/secrets/mask-secrets';
import type { ConnectionTestUsage, ConnectionTestView } from './connection-test.dto';
import type { Judgement } from './judge-answer';
import type { TestAnswer } from './test-exchange';

const LONGEST_PREVIEW = 300;
const LONGEST_MESSAGE = 500;
const LONGEST_MODEL = 128;

export interface ConnectionTestOutcome {
  readonly answer: Pick<TestAnswer, 'statusCode' | 'route' | 'ttfbMs'>;
  readonly judgement: Judgement;
  readonly upstreamModel: string;
  readonly durationMs: number;
}

/**
 * What may be shown of a test.
 *
 * @param secrets what the upstream was sent and may have sent back
 */
export function connectionTestView(
  { answer, judgement, upstreamModel, durationMs }: ConnectionTestOutcome,
  secrets: readonly string[],
): ConnectionTestView {
  const { failure, detail, reading, text } = judgement;
  // First masked, then cut: half a secret is found by nobody.
  const shown = (from: string, longest: number) => beginning(maskSecrets(from, secrets), longest);
  const words = failure && failureWords(classifyFailure(failure, { networkErrorsTrip: false }).reason);
  return {
    ok: !failure,
    statusCode: answer.statusCode ?? null,
    errorCode: words?.code ?? null,
    message: words ? shown(detail || words.message, LONGEST_MESSAGE) : null,
    ttfbMs: answer.ttfbMs === undefined ? null : Math.round(answer.ttfbMs),
    durationMs: Math.round(durationMs),
    upstreamModel,
    model: reading.model === undefined ? null : shown(reading.model, LONGEST_MODEL),
    usage: reading.usage ? usageView(reading.usage) : null,
    preview: shown(text, LONGEST_PREVIEW),
    route: answer.route,
  };
}

function usageView(usage: Usage): ConnectionTestUsage {
  return {
    inputTokens: usage.inputTokens ?? null,
    outputTokens: usage.outputTokens ?? null,
    cacheCreationTokens: usage.cacheCreationTokens ?? null,
    cacheReadTokens: usage.cacheReadTokens ?? null,
    reasoningTokens: usage.reasoningTokens ?? null,
  };
}

/** Whole characters. */
function beginning(text: string, longest: number): string {
  return text.length <= longest
    ? text
    : Array.from(text.slice(0, 2 * longest))
        .slice(0, longest)
        .join('');
}
