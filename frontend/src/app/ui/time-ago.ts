import { Component, computed, inject, input } from '@angular/core';
import { Clock } from '../core/clock';
import { Language } from '../core/language';
import { SystemInfo } from '../core/system-info';
import { exactTime } from './exact-time';
import { relativeTime } from './relative-time';

/** A moment as distance from now, the exact one on hover. */
@Component({
  selector: 'cch-time-ago',
  template: `<time [attr.datetime]="iso()" [title]="exact()">{{ relative() }}</time>`,
  styles: `
    time {
      white-space: nowrap;
    }
  `,
})
export class TimeAgo {
  readonly value = input.required<string | number>();

  private readonly clock = inject(Clock);
  private readonly language = inject(Language);
  private readonly system = inject(SystemInfo);
  private readonly moment = computed(() => new Date(this.value()).getTime());

  protected readonly iso = computed(() => new Date(this.moment()).toISOString());
  protected readonly exact = computed(() =>
    exactTime(this.moment(), this.language.current(), this.system.timeZone()),
  );
  protected readonly relative = computed(() =>
    relativeTime(this.moment(), this.clock.now(), this.language.current()),
  );
}
