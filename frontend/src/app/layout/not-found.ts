import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

@Component({
  selector: 'cch-not-found',
  imports: [RouterLink, TranslocoDirective],
  template: `
    <div class="page" *transloco="let t">
      <h1>{{ t('notFound.title') }}</h1>
      <p class="secondary">{{ t('notFound.text') }}</p>
      <a routerLink="/">{{ t('notFound.home') }}</a>
    </div>
  `,
  styles: `
    .page {
      display: grid;
      gap: 8px;
      justify-items: center;
      padding-top: 18vh;
      text-align: center;
    }

    h1 {
      font-size: 18px;
    }
  `,
})
export class NotFound {}
