import { Service, inject } from '@angular/core';
import { ProblemToast } from '../../core/problem-toast';
import { Confirm } from '../../ui/confirm';
import { PricesApi } from './prices-api';

/** What can be done to a price from several places. */
@Service()
export class PriceActions {
  private readonly api = inject(PricesApi);
  private readonly confirm = inject(Confirm);
  private readonly problems = inject(ProblemToast);

  /** Deletes a price when somebody is sure, and answers whether it was done. */
  async remove(model: string): Promise<boolean> {
    const isSure = await this.confirm.ask({
      title: 'prices.delete.title',
      text: 'prices.delete.text',
      yes: 'action.delete',
      params: { model },
      isDangerous: true,
    });
    if (!isSure) return false;
    try {
      await this.api.remove(model);
      return true;
    } catch (error) {
      this.problems.show(error);
      return false;
    }
  }
}
