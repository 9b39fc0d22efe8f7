import { Service } from '@angular/core';
import type { Translation, TranslocoLoader } from '@jsverse/transloco';

/** Translations are chunks of the bundle: hashed, cached for ever, and only the chosen language is fetched. */
@Service()
export class TranslationLoader implements TranslocoLoader {
  async getTranslation(language: string): Promise<Translation> {
    const texts = language === 'zh-CN' ? await import('../i18n/zh-CN.json') : await import('../i18n/en.json');
    return texts.default;
  }
}
