export const LANGUAGES = ['zh-CN', 'en'] as const;

export type LanguageName = (typeof LANGUAGES)[number];

/** The language to start with: the remembered one, else the first that the browser asks for and we speak. */
export function guessLanguage(stored: string | null, wanted: readonly string[]): LanguageName {
  const known = LANGUAGES.find((name) => name === stored);
  if (known) return known;
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'zh') return 'zh-CN';
    if (primary === 'en') return 'en';
  }
  return 'en';
}
