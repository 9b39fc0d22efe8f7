import type { LimitKind } from '@cch/contracts/limit-kinds';
import type { Tone } from '../../ui/status-dot';
import type { LimitStanding, LimitUsage } from './limits-api';

/** From here on a limit is shown as nearly used up. */
const NEAR = 0.8;

/** How full a limit is. */
export interface LimitShare {
  /** Whole per cent of the limit that are used or reserved; 100 only when it is reached, more when it was lowered. */
  readonly percent: number;
  /** Widths of the two parts of a bar, per cent; together 100 at most. */
  readonly usedWidth: number;
  readonly reservedWidth: number;
  readonly tone: Tone;
}

/** Undefined where there is no limit, and while nobody knows what is used. */
export function shareOf({ limit, used, reserved }: LimitStanding): LimitShare | undefined {
  if (limit === null || used === null) return undefined;
  const most = Number(limit);
  const usedShare = Number(used) / most;
  const share = usedShare + Number(reserved ?? '0') / most;
  const usedWidth = Math.min(usedShare, 1) * 100;
  return {
    percent: Math.floor(share * 100),
    usedWidth,
    reservedWidth: Math.min(share, 1) * 100 - usedWidth,
    tone: toneOf(share),
  };
}

/** The limit that is reached first, as far as anybody knows. */
export function worstLimit(usage: LimitUsage): { standing: LimitStanding; share: LimitShare } | undefined {
  return usage.limits
    .flatMap((standing) => {
      const share = shareOf(standing);
      return share ? [{ standing, share }] : [];
    })
    .reduce<ReturnType<typeof worstLimit>>(
      (worst, next) => (worst && worst.share.percent >= next.share.percent ? worst : next),
      undefined,
    );
}

/** Whether a kind of limit is counted in USD. */
export function isMoney(kind: LimitKind): boolean {
  return kind !== 'rpm' && kind !== 'concurrent_sessions';
}

/** Whether Redis, which counts what is under way, does not answer. */
export function isUncounted({ isEnforced, limits }: LimitUsage): boolean {
  return (
    isEnforced &&
    limits.some(
      ({ kind, limit, used, reserved }) => limit !== null && (isMoney(kind) ? reserved : used) === null,
    )
  );
}

/** What is said about the end of a limit's window. */
export interface ResetNote {
  readonly key: string;
  /** When it begins anew, where there is such a moment. */
  readonly at: string | null;
}

export function resetNote({ kind, windowStart, resetAt, resetsGradually }: LimitStanding): ResetNote {
  if (kind === 'rpm') return { key: 'limits.reset.minute', at: null };
  if (kind === 'concurrent_sessions') return { key: 'limits.reset.sessions', at: null };
  if (kind === 'spend_total') return { key: 'limits.reset.never', at: null };
  if (resetsGradually) return { key: 'limits.reset.gradually', at: null };
  if (kind === 'spend_5h' && windowStart === null) return { key: 'limits.reset.firstUse', at: null };
  return { key: 'limits.reset.in', at: resetAt };
}

function toneOf(share: number): Tone {
  if (share >= 1) return 'bad';
  return share >= NEAR ? 'warn' : 'good';
}
