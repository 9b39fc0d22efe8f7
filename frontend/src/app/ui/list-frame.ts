import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { NzSkeletonComponent } from 'ng-zorro-antd/skeleton';
import { Language } from '../core/language';
import type { Loadable } from '../core/loadable';
import { problemText } from '../core/problem-text';
import { TimeAgo } from './time-ago';

/** The frame of every list: loading, failed, empty, and stale when a refresh failed over data we still show. */
@Component({
  selector: 'cch-list-frame',
  imports: [TranslocoDirective, NzButtonComponent, NzIconDirective, NzSkeletonComponent, TimeAgo],
  templateUrl: './list-frame.html',
  styleUrl: './list-frame.css',
})
export class ListFrame {
  readonly list = input.required<Loadable<unknown>>();
  readonly isEmpty = input(false);

  private readonly transloco = inject(TranslocoService);
  private readonly language = inject(Language);

  protected readonly hasData = computed(() => this.list().value() !== undefined);
  protected readonly problem = computed(() => this.list().problem());
  protected readonly problemText = computed(() => {
    this.language.current();
    const problem = this.problem();
    return problem ? problemText(problem, this.transloco) : '';
  });
}
