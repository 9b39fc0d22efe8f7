import { decimalText, timeText } from '../admin/view-values';
import { costBreakdownView } from './cost-breakdown.view';
import { decisionView, type ProviderNames } from './decision.view';
import type { UsageLogView } from './usage-log.dto';
import type { UsageLogRow } from './usage-log.repository';

/** @param providerNames names of all providers in the decision chain and in the cost */
export function usageLogView(
  { entity: entry, extra }: UsageLogRow,
  providerNames: ProviderNames,
): UsageLogView {
  return {
    id: entry.id,
    createdAt: timeText(entry.createdAt),
    userId: entry.userId,
    userName: nameOf(extra['user_name']),
    keyId: entry.keyId,
    keyName: nameOf(extra['key_name']),
    providerId: entry.providerId,
    providerName: nameOf(extra['provider_name']),
    endpoint: entry.endpoint,
    clientFormat: entry.clientFormat,
    providerType: entry.providerType,
    requestedModel: entry.requestedModel,
    model: entry.model,
    sessionId: entry.sessionId,
    isStreaming: entry.isStreaming,
    statusCode: entry.statusCode,
    outcome: entry.outcome,
    errorCode: entry.errorCode,
    errorMessage: entry.errorMessage,
    inputTokens: entry.inputTokens,
    outputTokens: entry.outputTokens,
    cacheCreationTokens: entry.cacheCreationTokens,
    cacheCreation5mTokens: entry.cacheCreation5mTokens,
    cacheCreation1hTokens: entry.cacheCreation1hTokens,
    cacheReadTokens: entry.cacheReadTokens,
    reasoningTokens: entry.reasoningTokens,
    imageInputTokens: entry.imageInputTokens,
    imageOutputTokens: entry.imageOutputTokens,
    costUsd: entry.costUsd === null ? null : decimalText(entry.costUsd),
    costState: entry.costState,
    priceId: entry.priceId,
    isUnpriced: entry.isUnpriced,
    costBreakdown: costBreakdownView(entry.costBreakdown, providerNames),
    durationMs: entry.durationMs,
    ttfbMs: entry.ttfbMs,
    hubMs: entry.hubMs,
    providerChain: entry.providerChain.map((decision) => decisionView(decision, providerNames)),
    conversionLosses: [],
    clientIp: entry.clientIp,
    userAgent: entry.userAgent,
  };
}

function nameOf(column: unknown): string | null {
  return typeof column === 'string' ? column : null;
}
