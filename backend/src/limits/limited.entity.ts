import type { ResetMode } from '@cch/contracts/limit-kinds';
import { Column } from 'typeorm';

/** The columns of whoever can be limited in money and sessions. Null and 0 mean no limit; money is USD as decimal text. */
export abstract class LimitedEntity {
  @Column({ name: 'limit_5h_usd', type: 'numeric', nullable: true })
  limit5hUsd: string | null;

  @Column({ name: 'limit_5h_reset_mode', type: 'text', default: 'rolling' })
  limit5hResetMode: ResetMode;

  @Column({ name: 'limit_daily_usd', type: 'numeric', nullable: true })
  limitDailyUsd: string | null;

  @Column({ name: 'daily_reset_mode', type: 'text', default: 'fixed' })
  dailyResetMode: ResetMode;

  /** HH:mm in the hub's time zone. */
  @Column({ name: 'daily_reset_time', type: 'text', default: '00:00' })
  dailyResetTime: string;

  @Column({ name: 'limit_weekly_usd', type: 'numeric', nullable: true })
  limitWeeklyUsd: string | null;

  @Column({ name: 'limit_monthly_usd', type: 'numeric', nullable: true })
  limitMonthlyUsd: string | null;

  @Column({ name: 'limit_total_usd', type: 'numeric', nullable: true })
  limitTotalUsd: string | null;

  @Column({ name: 'limit_concurrent_sessions', type: 'integer', nullable: true })
  limitConcurrentSessions: number | null;

  /** Spend of before counts no more. */
  @Column({ name: 'limits_reset_at', type: 'timestamptz', nullable: true })
  limitsResetAt: Date | null;
}

/** Who is limited in requests as well: users and keys. */
export abstract class CallerLimitedEntity extends LimitedEntity {
  /** Requests in any 60 seconds. */
  @Column({ name: 'rpm_limit', type: 'integer', nullable: true })
  rpmLimit: number | null;
}
