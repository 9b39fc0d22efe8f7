import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { TimeAgo } from '../../ui/time-ago';
import { amountText } from '../limits/amount-text';
import { isMoney } from '../limits/limit-share';
import type { Refusal } from './rate-limits-api';

/** Refused requests, one a row: whose limit it was, how it stood, and the way to the request. */
@Component({
  selector: 'cch-refusal-table',
  imports: [RouterLink, TranslocoDirective, NzIconDirective, TimeAgo],
  templateUrl: './refusal-table.html',
  styleUrl: './refusal-table.css',
})
export class RefusalTable {
  readonly rows = input.required<readonly Refusal[]>();

  protected readonly textOf = amountText;

  protected unitOf({ kind }: Refusal): string {
    return isMoney(kind) ? 'usd' : 'count';
  }

  protected isReserved({ reserved }: Refusal): boolean {
    return Number(reserved) > 0;
  }
}
