import type { TranslocoService } from '@jsverse/transloco';
import type { ApiProblem } from './api-problem';

/** A sentence for a problem in the reader's language; codes we have no words for fall back to the server's. */
export function problemText(problem: ApiProblem, transloco: TranslocoService): string {
  const key = `apiError.${problem.code}`;
  const text: string = transloco.translate(key);
  return text === key ? problem.detail || transloco.translate('apiError.unreadable') : text;
}
