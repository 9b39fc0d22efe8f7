import { Service, inject } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { NzModalService } from 'ng-zorro-antd/modal';
import type { ClientKey, IssuedKey } from './keys-api';

/** What the dialog shows: with the secret right after a key was issued, with a placeholder any time later. */
export interface ClientSetupData {
  readonly secret: string | undefined;
}

const PLACEHOLDER_TAIL = '…';

/** Opens the copy-and-paste set-up of clients. */
@Service()
export class ClientSetupDialog {
  private readonly modal = inject(NzModalService);
  private readonly transloco = inject(TranslocoService);

  /** The only time that the secret can be seen: closing by a stray click is therefore not possible. */
  openForKey(key: IssuedKey): Promise<void> {
    const title: string = this.transloco.translate('setup.titleIssued', { name: key.name });
    return this.show(title, { secret: key.key }, { isModal: true });
  }

  openWithout(key: ClientKey): Promise<void> {
    const title: string = this.transloco.translate('setup.titleFor', {
      hint: PLACEHOLDER_TAIL + key.keyHint,
    });
    return this.show(title, { secret: undefined }, { isModal: false });
  }

  open(): Promise<void> {
    return this.show(this.transloco.translate('setup.title'), { secret: undefined }, { isModal: false });
  }

  private async show(title: string, data: ClientSetupData, options: { isModal: boolean }): Promise<void> {
    const { ClientSetup } = await import('./client-setup');
    const dialog = this.modal.create({
      nzTitle: title,
      nzContent: ClientSetup,
      nzData: data,
      nzWidth: 'min(760px, calc(100vw - 24px))',
      nzStyle: { top: '40px' },
      nzMaskClosable: !options.isModal,
      nzKeyboard: !options.isModal,
      nzClosable: !options.isModal,
      nzFooter: null,
    });
    dialog.getElement().setAttribute('aria-label', title);
  }
}
