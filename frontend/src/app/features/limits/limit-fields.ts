import { Component, computed, inject, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { RESET_MODES, type ResetMode } from '@cch/contracts/limit-kinds';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzInputNumberComponent } from 'ng-zorro-antd/input-number';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { SystemInfo } from '../../core/system-info';
import { Field } from '../../ui/field';
import { UsdField } from './usd-field';

/** The part of a form that `SpendLimitForm` describes; users and keys have `rpmLimit` as well. */
export interface LimitFieldTrees {
  readonly rpmLimit?: FieldTree<number | null>;
  readonly limitConcurrentSessions: FieldTree<number | null>;
  readonly limit5hUsd: FieldTree<string>;
  readonly limit5hResetMode: FieldTree<ResetMode>;
  readonly limitDailyUsd: FieldTree<string>;
  readonly dailyResetMode: FieldTree<ResetMode>;
  readonly dailyResetTime: FieldTree<string>;
  readonly limitWeeklyUsd: FieldTree<string>;
  readonly limitMonthlyUsd: FieldTree<string>;
  readonly limitTotalUsd: FieldTree<string>;
}

/** How much may be used: the same fields for users, keys and providers. */
@Component({
  selector: 'cch-limit-fields',
  imports: [
    FormField,
    TranslocoDirective,
    NzInputDirective,
    NzInputNumberComponent,
    NzOptionComponent,
    NzSelectComponent,
    Field,
    UsdField,
  ],
  templateUrl: './limit-fields.html',
  styleUrl: './limit-fields.css',
})
export class LimitFields {
  readonly fields = input.required<LimitFieldTrees>();
  /** Begins the ids of the controls. */
  readonly prefix = input.required<string>();

  private readonly system = inject(SystemInfo);

  protected readonly modes = RESET_MODES;
  protected readonly zone = computed(() => this.system.timeZone() ?? '…');
  protected readonly hasDayTime = computed(() => this.fields().dailyResetMode().value() === 'fixed');
}
