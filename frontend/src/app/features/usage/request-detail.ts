import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { apiPath } from '../../core/api-path';
import { Language } from '../../core/language';
import { loadable } from '../../core/loadable';
import { SystemInfo } from '../../core/system-info';
import { CopyButton } from '../../ui/copy-button';
import { CountPipe } from '../../ui/count.pipe';
import { DurationPipe } from '../../ui/duration.pipe';
import { exactTime } from '../../ui/exact-time';
import { ListFrame } from '../../ui/list-frame';
import { StatusDot } from '../../ui/status-dot';
import { CostBreakdown } from './cost-breakdown';
import { DecisionTimeline } from './decision-timeline';
import { logStatus } from './log-status';
import type { LogEntry } from './usage-api';

@Component({
  selector: 'cch-request-detail',
  imports: [
    RouterLink,
    TranslocoDirective,
    CopyButton,
    CostBreakdown,
    CountPipe,
    DecisionTimeline,
    DurationPipe,
    ListFrame,
    StatusDot,
  ],
  templateUrl: './request-detail.html',
  styleUrl: './request-detail.css',
})
export class RequestDetail {
  readonly id = input.required<string>();

  private readonly language = inject(Language);
  private readonly system = inject(SystemInfo);

  protected readonly entry = loadable(
    httpResource<LogEntry>(() => apiPath('/api/v1/usage-logs/{id}', this.id())),
  );
  protected readonly status = computed(() => {
    const entry = this.entry.value();
    return entry ? logStatus(entry) : undefined;
  });
  protected readonly time = computed(() =>
    exactTime(this.entry.value()?.createdAt ?? 0, this.language.current(), this.system.timeZone()),
  );
  protected readonly asJson = computed(() => JSON.stringify(this.entry.value(), null, 2));
}
