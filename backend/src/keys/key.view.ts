import { optionalTimeText, timeText } from '../admin/view-values';
import { callerLimitsView } from '../limits/limits.view';
import type { KeyView } from './key.dto';
import type { KeyRow } from './key.repository';

export function keyView({ entity: key }: KeyRow): KeyView {
  return {
    id: key.id,
    userId: key.userId,
    name: key.name,
    keyHint: key.keyHint,
    isEnabled: key.isEnabled,
    expiresAt: optionalTimeText(key.expiresAt),
    providerGroups: key.providerGroups,
    ...callerLimitsView(key),
    createdAt: timeText(key.createdAt),
    updatedAt: timeText(key.updatedAt),
  };
}
