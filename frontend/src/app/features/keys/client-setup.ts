import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { NZ_MODAL_DATA, NzModalRef } from 'ng-zorro-antd/modal';
import { SystemInfo } from '../../core/system-info';
import { CodeBlock } from '../../ui/code-block';
import { CopyButton } from '../../ui/copy-button';
import { CLIENT_IDS, clientGuide, type ClientId } from './client-guides';
import type { ClientSetupData } from './client-setup-dialog';

const PLACEHOLDER = 'cch_YOUR_KEY';

@Component({
  selector: 'cch-client-setup',
  imports: [TranslocoDirective, NzButtonComponent, NzIconDirective, CodeBlock, CopyButton],
  templateUrl: './client-setup.html',
  styleUrl: './client-setup.css',
})
export class ClientSetup {
  protected readonly data = inject<ClientSetupData>(NZ_MODAL_DATA);
  private readonly modal = inject(NzModalRef);

  protected readonly clients = CLIENT_IDS;
  protected readonly client = signal<ClientId>('claude-code');
  protected readonly address = inject(SystemInfo).address;
  protected readonly guide = computed(() =>
    clientGuide(this.client(), { address: this.address(), key: this.data.secret ?? PLACEHOLDER }),
  );

  protected close(): void {
    this.modal.close();
  }
}
