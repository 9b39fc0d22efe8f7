import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { CodeBlock } from '../../ui/code-block';

/** Reached from the login page, so it needs no login itself. */
@Component({
  selector: 'cch-secure-cookies',
  imports: [RouterLink, TranslocoDirective, CodeBlock],
  template: `
    <main *transloco="let t">
      <h1>{{ t('help.secureCookies.title') }}</h1>
      <p>{{ t('help.secureCookies.what') }}</p>
      <p>{{ t('help.secureCookies.default') }}</p>
      <p>{{ t('help.secureCookies.when') }}</p>
      <h2>{{ t('help.secureCookies.howTitle') }}</h2>
      <p>{{ t('help.secureCookies.compose') }}</p>
      <cch-code-block name=".env" code="ENABLE_SECURE_COOKIES=false" />
      <p>{{ t('help.secureCookies.npm') }}</p>
      <cch-code-block name="bash" code="ENABLE_SECURE_COOKIES=false npm start" />
      <p>
        <a routerLink="/login">{{ t('help.secureCookies.back') }}</a>
      </p>
    </main>
  `,
  styles: `
    main {
      display: grid;
      gap: 12px;
      max-width: 640px;
      margin: 0 auto;
      padding: 40px 16px;
    }

    h2 {
      margin-top: 8px;
      font-size: 14px;
    }
  `,
})
export class SecureCookies {}
