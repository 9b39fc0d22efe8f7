import { decimalText, timeText } from '../admin/view-values';
import { spendLimitsView } from '../limits/limits.view';
import type { Egress } from './egress-secrets';
import type { ProviderView } from './provider-page.dto';
import type { ProviderRow } from './provider.repository';

/**
 * What may be shown of a provider: of its key, the hint alone.
 *
 * @param egress its proxy and headers as they may be shown
 */
export function providerView({ entity: provider }: ProviderRow, egress: Egress): ProviderView {
  return {
    id: provider.id,
    name: provider.name,
    type: provider.type,
    url: provider.url,
    keyHint: provider.keyHint,
    isEnabled: provider.isEnabled,
    weight: provider.weight,
    priority: provider.priority,
    costMultiplier: decimalText(provider.costMultiplier),
    groups: provider.groups,
    allowedModels: provider.allowedModels,
    groupPriorities: provider.groupPriorities,
    modelRedirects: provider.modelRedirects,
    parameterOverrides: { ...provider.parameterOverrides },
    customHeaders: egress.customHeaders,
    allowedClients: provider.allowedClients,
    blockedClients: provider.blockedClients,
    activeTimeStart: provider.activeTimeStart,
    activeTimeEnd: provider.activeTimeEnd,
    maxRetryAttempts: provider.maxRetryAttempts,
    circuitBreakerFailureThreshold: provider.circuitBreakerFailureThreshold,
    circuitBreakerOpenDuration: provider.circuitBreakerOpenDuration,
    circuitBreakerHalfOpenSuccessThreshold: provider.circuitBreakerHalfOpenSuccessThreshold,
    proxyUrl: egress.proxyUrl,
    proxyFallbackToDirect: provider.proxyFallbackToDirect,
    timeoutFirstByte: provider.timeoutFirstByte,
    timeoutIdle: provider.timeoutIdle,
    timeoutRequest: provider.timeoutRequest,
    ...spendLimitsView(provider),
    notes: provider.notes,
    createdAt: timeText(provider.createdAt),
    updatedAt: timeText(provider.updatedAt),
  };
}
