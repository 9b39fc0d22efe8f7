import { DOCUMENT, Service, computed, inject, signal } from '@angular/core';
import { readChoice, storeChoice } from './stored-choice';

export const THEME_CHOICES = ['system', 'light', 'dark'] as const;

export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** Light, dark or as the system says. `public/theme.js` applies the same rule before the first paint. */
@Service()
export class Theme {
  private readonly document = inject(DOCUMENT);
  private readonly systemQuery = matchMedia('(prefers-color-scheme: dark)');
  private readonly systemIsDark = signal(this.systemQuery.matches);
  private readonly chosen = signal<ThemeChoice>(parseChoice(readChoice('theme')));

  readonly choice = this.chosen.asReadonly();
  readonly isDark = computed(() => {
    const choice = this.chosen();
    return choice === 'system' ? this.systemIsDark() : choice === 'dark';
  });

  constructor() {
    this.systemQuery.addEventListener('change', (event) => {
      this.systemIsDark.set(event.matches);
      this.apply();
    });
    this.apply();
  }

  use(choice: ThemeChoice): void {
    storeChoice('theme', choice);
    this.chosen.set(choice);
    this.apply();
  }

  private apply(): void {
    this.document.documentElement.dataset['theme'] = this.isDark() ? 'dark' : 'light';
  }
}

function parseChoice(stored: string | null): ThemeChoice {
  return THEME_CHOICES.find((choice) => choice === stored) ?? 'system';
}
