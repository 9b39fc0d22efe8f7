import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Component, inject } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { Auth } from '../core/auth';
import { ProblemToast } from '../core/problem-toast';

@Component({
  selector: 'cch-account-menu',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, TranslocoDirective, NzButtonComponent, NzIconDirective],
  templateUrl: './account-menu.html',
  styleUrl: './account-menu.css',
})
export class AccountMenu {
  private readonly auth = inject(Auth);
  private readonly router = inject(Router);
  private readonly problems = inject(ProblemToast);

  protected readonly session = this.auth.session;

  protected async logout(): Promise<void> {
    try {
      await this.auth.logout();
    } catch (error) {
      this.problems.show(error);
      return;
    }
    await this.router.navigateByUrl('/login');
  }
}
