import { decimalText, timeText } from '../admin/view-values';
import type { ProviderView } from './provider-page.dto';
import type { ProviderRow } from './provider.repository';

/** What may be shown of a provider: of its key, the hint alone. */
export function providerView({ entity: provider }: ProviderRow): ProviderView {
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
    timeoutFirstByte: provider.timeoutFirstByte,
    timeoutIdle: provider.timeoutIdle,
    timeoutRequest: provider.timeoutRequest,
    notes: provider.notes,
    createdAt: timeText(provider.createdAt),
    updatedAt: timeText(provider.updatedAt),
  };
}
