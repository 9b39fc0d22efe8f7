import { DOCUMENT, Service, inject, signal } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { NzDateAdapter } from 'ng-zorro-antd/core/time';
import { NzI18nService, en_US, zh_CN } from 'ng-zorro-antd/i18n';
import { firstValueFrom } from 'rxjs';
import { guessLanguage, type LanguageName } from './language-names';
import { readChoice, storeChoice } from './stored-choice';

const ZORRO_LOCALES = { 'zh-CN': zh_CN, en: en_US } as const;

/** The console's language: our texts, NG-ZORRO's texts and the document's `lang` change together. */
@Service()
export class Language {
  private readonly transloco = inject(TranslocoService);
  private readonly zorro = inject(NzI18nService);
  private readonly dates = inject<NzDateAdapter<Date>>(NzDateAdapter);
  private readonly document = inject(DOCUMENT);
  private readonly chosen = signal<LanguageName>(guessLanguage(readChoice('language'), navigator.languages));

  readonly current = this.chosen.asReadonly();

  /** Loads the starting language before the first view is drawn, so that no key is ever visible. */
  async start(): Promise<void> {
    await this.activate(this.chosen());
  }

  async use(language: LanguageName): Promise<void> {
    storeChoice('language', language);
    await this.activate(language);
  }

  private async activate(language: LanguageName): Promise<void> {
    await firstValueFrom(this.transloco.load(language));
    this.transloco.setActiveLang(language);
    this.zorro.setLocale(ZORRO_LOCALES[language]);
    this.dates.setLocale(language);
    this.document.documentElement.lang = language;
    this.chosen.set(language);
  }
}
