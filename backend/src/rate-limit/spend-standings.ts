import { LIMIT_KIND_OF, type LimitKind, type LimitSubject, type ResetMode } from '@cch/contracts/limit-kinds';
import { calendarWindow } from '@cch/domain/limits/calendar-window';
import { windowsOf } from '@cch/domain/limits/limits';
import { lengthOf, rollingWindow, type WindowRule } from '@cch/domain/limits/spend-window';
import { limitMicros } from '@cch/domain/money/micro-usd';
import { Injectable } from '@nestjs/common';
import { SettingsStore } from '../settings/settings-store';
import { UsageTotals } from '../usage/usage-totals';
import type { LimitedRow } from './limited-rows';
import { isCalendar } from './spend-calendar';
import { FOLLOW_FROM_MS } from './spend-loader';

/** What was spent in a window so far. */
export interface SpendStanding {
  readonly kind: LimitKind;
  /** Null for windows without any idea of a start over. */
  readonly mode: ResetMode | null;
  /** USD as decimal text; null for none. */
  readonly limit: string | null;
  readonly used: string;
  /** Milliseconds since 1970; undefined while no window is open, and for all times. */
  readonly start: number | undefined;
  /** When all of it is free again; undefined where there is no such moment. */
  readonly resetAt: number | undefined;
}

interface OpenWindow {
  readonly rowId: number;
  readonly rule: WindowRule;
  readonly limit: string | null;
  readonly start: number | undefined;
  readonly resetAt: number | undefined;
}

const DAY_MS = 86_400_000;
const FIVE_HOURS_MS = lengthOf('5h');

/** Sums up in PostgreSQL what counts towards limits of money, whether Redis is there or not. */
@Injectable()
export class SpendStandings {
  constructor(
    private readonly totals: UsageTotals,
    private readonly settings: SettingsStore,
  ) {}

  /**
   * In two queries however many there are, by the id of the row.
   *
   * @param onlyLimited leaves out windows that nobody has limited
   */
  async of(
    kind: LimitSubject,
    rows: readonly LimitedRow[],
    now: number,
    onlyLimited: boolean,
  ): Promise<ReadonlyMap<number, readonly SpendStanding[]>> {
    const opened = await this.openedByUse(kind, rows, now);
    const windows = rows.flatMap((row) => this.windowsOf(row, now, opened.get(row.id), onlyLimited));
    const open = windows.filter(({ start }) => start !== undefined);
    // Clocks of other hubs may be ahead of this one.
    const to = now + DAY_MS;
    const spans = open.map(({ rowId, start = to }) => ({ id: rowId, from: Math.min(start, to), to }));
    const spent = spans.length === 0 ? [] : await this.totals.spentInSpans(kind, spans);
    const usedIn = new Map(open.map((window, index) => [window, spent[index]]));
    const standings = windows.map((window) => [window.rowId, standing(window, usedIn.get(window))] as const);
    const grouped = Map.groupBy(standings, ([rowId]) => rowId);
    return new Map([...grouped].map(([rowId, own]) => [rowId, own.map(([, one]) => one)]));
  }

  /** Starts of the five hours that begin with the first use, where they are open. */
  private async openedByUse(kind: LimitSubject, rows: readonly LimitedRow[], now: number) {
    const asked = rows
      .filter(({ fields }) => fields.limit5hResetMode === 'fixed')
      .map(({ id, resetAt }) => ({ id, from: Math.max(now - FOLLOW_FROM_MS, resetAt) }));
    if (asked.length === 0) return new Map<number, number>();
    return this.totals.startsOfFixedWindows(kind, asked, FIVE_HOURS_MS, now);
  }

  private windowsOf(
    { id, fields, resetAt: since }: LimitedRow,
    now: number,
    opened: number | undefined,
    onlyLimited: boolean,
  ): readonly OpenWindow[] {
    const { timeZone } = this.settings.current();
    return windowsOf(fields).flatMap(([rule, usd]) => {
      const limit = limitMicros(usd) === undefined ? null : usd;
      if (onlyLimited && limit === null) return [];
      return [{ rowId: id, rule, limit, ...spanOf(rule, { since, now, opened, timeZone }) }];
    });
  }
}

interface Facts {
  readonly since: number;
  readonly now: number;
  readonly opened: number | undefined;
  readonly timeZone: string;
}

function spanOf(rule: WindowRule, { since, now, opened, timeZone }: Facts) {
  if (isCalendar(rule)) {
    const { start, end } = calendarWindow(rule, now, timeZone);
    return { start: Math.max(start, since), resetAt: end };
  }
  const length = lengthOf(rule.window);
  if (rule.mode === 'rolling') {
    return { start: Math.max(rollingWindow(length, now).start, since), resetAt: undefined };
  }
  return { start: opened, resetAt: opened === undefined ? undefined : opened + length };
}

function standing({ rule, limit, start, resetAt }: OpenWindow, used = '0'): SpendStanding {
  // The window of all times starts with time itself, unless it was reset.
  return {
    kind: LIMIT_KIND_OF[rule.window],
    mode: modeOf(rule),
    limit,
    used,
    start: start || undefined,
    resetAt,
  };
}

function modeOf(rule: WindowRule): ResetMode | null {
  if ('mode' in rule) return rule.mode;
  return rule.window === 'total' ? null : 'fixed';
}
