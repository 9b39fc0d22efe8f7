import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Clock } from '../../core/clock';
import { Language } from '../../core/language';
import { SystemInfo } from '../../core/system-info';
import { exactTime } from '../../ui/exact-time';
import { timeUntil } from '../../ui/time-until';
import { amountText } from './amount-text';
import { isMoney, resetNote, shareOf } from './limit-share';
import type { LimitStanding, LimitUsage } from './limits-api';

/** Every limit with a bar of what is used and reserved, and when it is free again. */
@Component({
  selector: 'cch-limit-bars',
  imports: [TranslocoDirective],
  templateUrl: './limit-bars.html',
  styleUrl: './limit-bars.css',
})
export class LimitBars {
  readonly usage = input.required<LimitUsage>();

  private readonly clock = inject(Clock);
  private readonly language = inject(Language);
  private readonly system = inject(SystemInfo);

  protected readonly bars = computed(() =>
    this.usage()
      .limits.filter(({ limit }) => limit !== null)
      .map((standing) => this.toBar(standing)),
  );
  /** What was spent in the windows that have no limit. */
  protected readonly spent = computed(() =>
    this.usage()
      .limits.filter(({ kind, limit }) => limit === null && isMoney(kind))
      .map(({ kind, used }) => ({ kind, used: amountText(kind, used) })),
  );

  private toBar(standing: LimitStanding) {
    const { kind, limit, used, reserved } = standing;
    const note = resetNote(standing);
    return {
      kind,
      share: shareOf(standing),
      unit: isMoney(kind) ? 'usd' : 'count',
      used: amountText(kind, used),
      limit: amountText(kind, limit),
      reserved: Number(reserved ?? 0) > 0 ? amountText(kind, reserved) : '',
      noteKey: note.key,
      left: note.at ? timeUntil(note.at, this.clock.now(), this.language.current()) : '',
      exact: note.at ? exactTime(note.at, this.language.current(), this.system.timeZone()) : '',
    };
  }
}
