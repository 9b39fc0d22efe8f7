import { Service, inject } from '@angular/core';
import { ProblemToast } from '../../core/problem-toast';
import { Confirm } from '../../ui/confirm';
import { ProvidersApi } from './providers-api';

/** What an operator may do to a circuit breaker. Both answer whether it was done. */
@Service()
export class CircuitActions {
  private readonly api = inject(ProvidersApi);
  private readonly confirm = inject(Confirm);
  private readonly problems = inject(ProblemToast);

  async open(provider: { readonly id: number; readonly name: string }): Promise<boolean> {
    const isSure = await this.confirm.ask({
      title: 'circuit.openTitle',
      text: 'circuit.openText',
      yes: 'circuit.openYes',
      params: { name: provider.name },
      isDangerous: true,
    });
    return isSure && this.change(provider.id, 'open');
  }

  reset(provider: { readonly id: number }): Promise<boolean> {
    return this.change(provider.id, 'reset');
  }

  private async change(id: number, action: 'open' | 'reset'): Promise<boolean> {
    try {
      await this.api.setCircuit(id, action);
      return true;
    } catch (error) {
      this.problems.show(error);
      return false;
    }
  }
}
