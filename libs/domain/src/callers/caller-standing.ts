import type { GatewayErrorCode } from '@cch/contracts/error-codes';

export interface Standing {
  readonly isEnabled: boolean;
  /** Milliseconds since the epoch; undefined for never. */
  readonly expiresAt: number | undefined;
}

/** Why a known key may not be used now, or undefined when it may. */
export function refusalOf(key: Standing, user: Standing, now: number): GatewayErrorCode | undefined {
  if (!key.isEnabled) return 'key_disabled';
  if (isExpired(key, now)) return 'key_expired';
  if (!user.isEnabled) return 'user_disabled';
  if (isExpired(user, now)) return 'user_expired';
  return undefined;
}

function isExpired({ expiresAt }: Standing, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}
