import { optionalTimeText, timeText } from '../admin/view-values';
import { callerLimitsView } from '../limits/limits.view';
import type { UserView } from './user.dto';
import type { UserRow } from './user.repository';

export function userView({ entity: user, extra }: UserRow): UserView {
  return {
    id: user.id,
    name: user.name,
    note: user.note,
    role: user.role,
    isEnabled: user.isEnabled,
    expiresAt: optionalTimeText(user.expiresAt),
    providerGroups: user.providerGroups,
    tags: user.tags,
    allowedModels: user.allowedModels,
    ...callerLimitsView(user),
    keyCount: Number(extra['key_count']),
    createdAt: timeText(user.createdAt),
    updatedAt: timeText(user.updatedAt),
  };
}
