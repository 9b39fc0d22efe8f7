import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { CountPipe } from '../../ui/count.pipe';
import { costLines } from './cost-lines';
import type { LogEntry } from './usage-api';

/** How the cost of a request comes about: its parts, factors and what failed attempts have cost. */
@Component({
  selector: 'cch-cost-breakdown',
  imports: [RouterLink, TranslocoDirective, CountPipe, NzIconDirective],
  templateUrl: './cost-breakdown.html',
  styleUrl: './cost-breakdown.css',
})
export class CostBreakdown {
  readonly entry = input.required<LogEntry>();

  protected readonly breakdown = computed(() => this.entry().costBreakdown);
  protected readonly lines = computed(() => costLines(this.entry()));
}
