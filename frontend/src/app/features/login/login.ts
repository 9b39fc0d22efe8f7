import { Component, computed, inject, input, signal } from '@angular/core';
import { FormField, form, required, submit } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { toProblem } from '../../core/api-problem';
import { Auth } from '../../core/auth';
import { Language } from '../../core/language';
import { problemText } from '../../core/problem-text';
import { LanguageSwitch } from '../../layout/language-switch';
import { ThemeSwitch } from '../../layout/theme-switch';
import { safeReturnUrl } from './safe-return-url';

@Component({
  selector: 'cch-login',
  imports: [
    FormField,
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzInputDirective,
    LanguageSwitch,
    ThemeSwitch,
  ],
  templateUrl: './login.html',
  styleUrl: './login.css',
})
export class Login {
  /** Query parameters, bound by the router. */
  readonly returnUrl = input<string>();
  readonly reason = input<string>();

  private readonly auth = inject(Auth);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);
  private readonly language = inject(Language);
  private readonly failure = signal<unknown>(undefined);

  protected readonly credentials = form(signal({ token: '' }), (path) => required(path.token));
  protected readonly isCookieRefused = signal(false);
  protected readonly failureText = computed(() => {
    this.language.current();
    const failure = this.failure();
    return failure === undefined ? '' : problemText(toProblem(failure), this.transloco);
  });
  protected readonly isInsecure = !window.isSecureContext;

  protected async login(): Promise<void> {
    this.failure.set(undefined);
    this.isCookieRefused.set(false);
    await submit(this.credentials, async (field) => this.attempt(field().value().token.trim()));
  }

  private async attempt(token: string): Promise<undefined> {
    try {
      const result = await this.auth.login(token);
      if (result === 'cookie-refused') this.isCookieRefused.set(true);
      else await this.router.navigateByUrl(safeReturnUrl(this.returnUrl()));
    } catch (error) {
      this.failure.set(error);
    }
  }
}
