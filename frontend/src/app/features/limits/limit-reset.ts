import { Service, inject } from '@angular/core';
import type { LimitSubject } from '@cch/contracts/limit-kinds';
import { ProblemToast } from '../../core/problem-toast';
import { SavedToast } from '../../core/saved-toast';
import { Confirm } from '../../ui/confirm';
import { LimitsApi, type LimitUsage } from './limits-api';

/** Lets the limits of a user, key or provider begin anew, once somebody has agreed to what that does. */
@Service()
export class LimitReset {
  private readonly api = inject(LimitsApi);
  private readonly confirm = inject(Confirm);
  private readonly problems = inject(ProblemToast);
  private readonly saved = inject(SavedToast);

  /** How the limits stand now; undefined when it was not done. */
  async ask(subject: LimitSubject, id: number, name: string): Promise<LimitUsage | undefined> {
    const isSure = await this.confirm.ask({
      title: 'limits.resetTitle',
      text: `limits.resetText.${subject}`,
      yes: 'limits.resetYes',
      params: { name },
      isDangerous: true,
    });
    if (!isSure) return undefined;
    try {
      const usage = await this.api.reset(subject, id);
      this.saved.show('limits.resetDone');
      return usage;
    } catch (error) {
      this.problems.show(error);
      return undefined;
    }
  }
}
