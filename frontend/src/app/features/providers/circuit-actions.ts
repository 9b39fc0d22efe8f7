import { Service, inject } from '@angular/core';
import { ProblemToast } from '../../core/problem-toast';
import { Confirm } from '../../ui/confirm';
import { ProvidersApi } from './providers-api';

interface NamedProvider {
  readonly id: number;
  readonly name: string;
}

/** What an operator may do to a circuit breaker. Both answer whether it was done. */
@Service()
export class CircuitActions {
  private readonly api = inject(ProvidersApi);
  private readonly confirm = inject(Confirm);
  private readonly problems = inject(ProblemToast);

  async open(provider: NamedProvider): Promise<boolean> {
    const isSure = await this.confirm.ask({
      title: 'circuit.openTitle',
      text: 'circuit.openText',
      yes: 'circuit.openYes',
      params: { name: provider.name },
      isDangerous: true,
    });
    return isSure && this.change(provider.id, 'open');
  }

  async reset(provider: NamedProvider): Promise<boolean> {
    const isSure = await this.confirm.ask({
      title: 'circuit.resetTitle',
      text: 'circuit.resetText',
      yes: 'circuit.resetYes',
      params: { name: provider.name },
    });
    return isSure && this.change(provider.id, 'reset');
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
