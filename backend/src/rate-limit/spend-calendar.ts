import { calendarWindow } from '@cch/domain/limits/calendar-window';
import {
  type CalendarRule,
  lengthOf,
  type WindowRule,
  type WindowSpan,
} from '@cch/domain/limits/spend-window';
import { Injectable } from '@nestjs/common';
import { SettingsStore } from '../settings/settings-store';
import type { LimitedSubject } from '../limits/limited-subject';

/**
 * A window as the scripts take it: its name, how it moves (c: from a start on, r: rolling, f: from the first use on) and the
 * start in milliseconds, the length in minutes, or the length in milliseconds.
 */
export type WindowArgs = readonly [name: string, mode: 'c' | 'r' | 'f', a: number];

const MINUTE_MS = 60_000;

/** Where the windows of subjects begin, in the hub's time zone. Each is worked out once until it ends. */
@Injectable()
export class SpendCalendar {
  private timeZone = '';
  private readonly spans = new Map<string, WindowSpan>();

  constructor(private readonly settings: SettingsStore) {}

  /** Changes whenever counters of before do not fit any more; empty when no money is limited. */
  signatureOf(subject: LimitedSubject): string {
    return subject.windows === '' ? '' : `${this.settings.current().timeZone} ${subject.windows}`;
  }

  /** The windows that hold a moment, in the order of the subject's limits. */
  windowsAt(subject: LimitedSubject, at: number): readonly WindowArgs[] {
    return subject.limits.spend.map(({ rule }) => this.windowAt(rule, subject.resetAt, at));
  }

  /** When a window that began at `since` ends, or lets go of what was spent first. */
  resetOf(rule: WindowRule, since: number, at: number): number | undefined {
    if (isCalendar(rule)) return this.spanOf(rule, at).end;
    const length = lengthOf(rule.window);
    if (since === 0) return at + length; // nobody has begun it, or its counters are not loaded yet
    return (rule.mode === 'rolling' ? since * MINUTE_MS : since) + length;
  }

  private windowAt(rule: WindowRule, resetAt: number, at: number): WindowArgs {
    if (isCalendar(rule)) return [rule.window, 'c', Math.max(this.spanOf(rule, at).start, resetAt)];
    const length = lengthOf(rule.window);
    return rule.mode === 'rolling' ? [rule.window, 'r', length / MINUTE_MS] : [rule.window, 'f', length];
  }

  private spanOf(rule: CalendarRule, at: number): WindowSpan {
    const { timeZone } = this.settings.current();
    if (timeZone !== this.timeZone) {
      this.timeZone = timeZone;
      this.spans.clear();
    }
    const key = 'resetMinute' in rule ? `${rule.window} ${rule.resetMinute}` : rule.window;
    const known = this.spans.get(key);
    if (known && at >= known.start && (known.end === undefined || at < known.end)) return known;
    const span = calendarWindow(rule, at, timeZone);
    this.spans.set(key, span);
    return span;
  }
}

export function isCalendar(rule: WindowRule): rule is CalendarRule {
  return !('mode' in rule) || (rule.window === 'daily' && rule.mode === 'fixed');
}
