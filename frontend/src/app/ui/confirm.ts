import { Component, Service, inject } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { NZ_MODAL_DATA, NzModalService } from 'ng-zorro-antd/modal';

/** Texts are translation keys; `params` fills the holes of `text`. */
export interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly isDangerous?: boolean;
}

// NG-ZORRO reads plain texts as HTML; names typed by people must stay text.
@Component({ selector: 'cch-confirm-text', template: '{{ text }}' })
class ConfirmText {
  protected readonly text = inject<string>(NZ_MODAL_DATA);
}

/** Asks before an act that cannot be taken back, and says what it will do. */
@Service()
export class Confirm {
  private readonly modal = inject(NzModalService);
  private readonly transloco = inject(TranslocoService);

  ask(question: Question): Promise<boolean> {
    const title: string = this.transloco.translate(question.title);
    return new Promise((resolve) => {
      const dialog = this.modal.confirm<ConfirmText>({
        nzTitle: title,
        nzContent: ConfirmText,
        nzData: this.transloco.translate(question.text, question.params),
        nzOkText: this.transloco.translate(question.yes),
        nzOkDanger: question.isDangerous ?? false,
        nzCancelText: this.transloco.translate('action.cancel'),
        nzAutofocus: question.isDangerous ? 'cancel' : 'ok',
        nzOnOk: () => resolve(true),
        nzOnCancel: () => resolve(false),
      });
      dialog.getElement().setAttribute('aria-label', title);
    });
  }

  /** True when nothing would be lost, or the reader agrees to lose it. */
  async mayDiscard(hasChanges: boolean): Promise<boolean> {
    if (!hasChanges) return true;
    return this.ask({
      title: 'unsaved.title',
      text: 'unsaved.text',
      yes: 'unsaved.leave',
      isDangerous: true,
    });
  }
}
