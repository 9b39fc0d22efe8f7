import { Component, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { CountPipe } from '../../ui/count.pipe';
import { DurationPipe } from '../../ui/duration.pipe';
import { StatusDot } from '../../ui/status-dot';
import { TimeAgo } from '../../ui/time-ago';
import { formatUsd } from '../../ui/usd';
import { logStatus } from './log-status';
import type { LogEntry } from './usage-api';

@Component({
  selector: 'cch-log-table',
  imports: [TranslocoDirective, NzIconDirective, CountPipe, DurationPipe, StatusDot, TimeAgo],
  templateUrl: './log-table.html',
  styleUrl: './log-table.css',
})
export class LogTable {
  readonly rows = input.required<readonly LogEntry[]>();
  /** Ids of the rows that slide in. */
  readonly arrived = input.required<ReadonlySet<string>>();
  readonly openId = input<string>();
  readonly opened = output<LogEntry>();

  protected readonly statusOf = logStatus;

  protected costOf({ costUsd }: LogEntry): string {
    return costUsd === null ? '–' : formatUsd(costUsd, 4);
  }

  /** Nothing was to be paid, which is not the same as not knowing a price. */
  protected isFree({ costUsd, isUnpriced }: LogEntry): boolean {
    return !isUnpriced && Number(costUsd ?? 0) === 0;
  }

  protected isRedirected(row: LogEntry): boolean {
    return row.model !== null && row.model !== row.requestedModel;
  }
}
