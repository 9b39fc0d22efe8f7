import { Component, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { CountPipe } from '../../ui/count.pipe';
import { DurationPipe } from '../../ui/duration.pipe';
import { StatusDot } from '../../ui/status-dot';
import { TimeAgo } from '../../ui/time-ago';
import { logStatus } from './log-status';
import type { LogEntry } from './usage-api';

@Component({
  selector: 'cch-log-table',
  imports: [TranslocoDirective, CountPipe, DurationPipe, StatusDot, TimeAgo],
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

  protected isRedirected(row: LogEntry): boolean {
    return row.model !== null && row.model !== row.requestedModel;
  }
}
