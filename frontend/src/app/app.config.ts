import { registerLocaleData } from '@angular/common';
import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import zh from '@angular/common/locales/zh';
import { inject, isDevMode, provideAppInitializer, type ApplicationConfig } from '@angular/core';
import {
  TitleStrategy,
  provideRouter,
  withComponentInputBinding,
  withInMemoryScrolling,
} from '@angular/router';
import { provideTransloco } from '@jsverse/transloco';
import { provideNzNativeDateAdapter } from 'ng-zorro-antd/core/time';
import { en_US, provideNzI18n } from 'ng-zorro-antd/i18n';
import { provideNzIcons } from 'ng-zorro-antd/icon';
import { NzModalService } from 'ng-zorro-antd/modal';
import { APP_ROUTES } from './app.routes';
import { ICONS } from './core/icons';
import { Language } from './core/language';
import { LANGUAGES } from './core/language-names';
import { PageTitle } from './core/page-title';
import { Theme } from './core/theme';
import { TranslationLoader } from './core/translation-loader';
import { unauthorizedInterceptor } from './core/unauthorized.interceptor';

registerLocaleData(zh);

export const appConfig: ApplicationConfig = {
  providers: [
    provideRouter(
      APP_ROUTES,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'top' }),
    ),
    { provide: TitleStrategy, useExisting: PageTitle },
    provideHttpClient(withFetch(), withInterceptors([unauthorizedInterceptor])),
    provideTransloco({
      config: {
        availableLangs: [...LANGUAGES],
        defaultLang: 'en',
        reRenderOnLangChange: true,
        prodMode: !isDevMode(),
      },
      loader: TranslationLoader,
    }),
    provideNzI18n(en_US),
    provideNzIcons(ICONS),
    provideNzNativeDateAdapter({ firstDayOfWeek: 1 }),
    NzModalService,
    provideAppInitializer(() => {
      inject(Theme);
      return inject(Language).start();
    }),
  ],
};
