import { ROLE_PERMISSIONS } from '@cch/contracts/permissions';
import type { Identity } from '../admin/identity';
import { optionalTimeText, timeText } from '../admin/view-values';
import type { LoginView, SessionView } from './login.dto';
import type { LoginRow } from './login.repository';

export function sessionView({ role, name, login }: Identity): SessionView {
  return {
    role,
    name,
    permissions: ROLE_PERMISSIONS[role],
    expiresAt: optionalTimeText(login?.expiresAt ?? null),
  };
}

export function loginView({ entity: login }: LoginRow, currentId: string | undefined): LoginView {
  return {
    id: login.id,
    role: login.role,
    name: login.name,
    clientIp: login.clientIp,
    userAgent: login.userAgent,
    isCurrent: login.id === currentId,
    createdAt: timeText(login.createdAt),
    lastSeenAt: timeText(login.lastSeenAt),
    expiresAt: timeText(login.expiresAt),
  };
}
