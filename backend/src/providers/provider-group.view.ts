import { decimalText, timeText } from '../admin/view-values';
import type { ProviderGroupView } from './provider-group.dto';
import type { ProviderGroupRow } from './provider-group.repository';

export function providerGroupView({ entity: group, extra }: ProviderGroupRow): ProviderGroupView {
  return {
    id: group.id,
    name: group.name,
    note: group.note,
    costMultiplier: decimalText(group.costMultiplier),
    userCount: Number(extra['users_count']),
    keyCount: Number(extra['keys_count']),
    providerCount: Number(extra['providers_count']),
    createdAt: timeText(group.createdAt),
    updatedAt: timeText(group.updatedAt),
  };
}
