import { Service, inject } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { NzMessageService } from 'ng-zorro-antd/message';
import { toProblem } from './api-problem';
import { problemText } from './problem-text';

/** Tells about an action that failed and left nothing on the page to say so. */
@Service()
export class ProblemToast {
  private readonly messages = inject(NzMessageService);
  private readonly transloco = inject(TranslocoService);

  show(error: unknown): void {
    const text = problemText(toProblem(error), this.transloco);
    this.messages.error(text, { nzDuration: 6000 });
  }
}
