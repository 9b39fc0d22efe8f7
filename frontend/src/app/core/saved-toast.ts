import { Service, inject } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { NzMessageService } from 'ng-zorro-antd/message';

/** Says quietly that a change was stored. */
@Service()
export class SavedToast {
  private readonly messages = inject(NzMessageService);
  private readonly transloco = inject(TranslocoService);

  show(key = 'form.saved'): void {
    this.messages.success(this.transloco.translate(key));
  }
}
