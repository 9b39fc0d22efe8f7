import { Injectable } from '@nestjs/common';
import { AdminError, notFound } from '../admin/admin-error';
import { BreakerRegistry } from '../circuit-breaker/breaker-registry';
import { CircuitEventRepository } from '../circuit-breaker/circuit-event.repository';
import { breakerPolicy } from './breaker-policy';
import type {
  ProviderCircuitDetails,
  ProviderCircuitList,
  ProviderCircuitView,
} from './provider-circuit.dto';
import { circuitEventView, circuitSummary, circuitView } from './provider-circuit.view';
import type { ProviderEntity } from './provider.entity';
import { ProviderRepository } from './provider.repository';

const EVENTS_SHOWN = 20;

/** What an operator sees of the providers' circuit breakers and does to them. */
@Injectable()
export class ProviderCircuitService {
  constructor(
    private readonly providers: ProviderRepository,
    private readonly breakers: BreakerRegistry,
    private readonly events: CircuitEventRepository,
  ) {}

  async list(): Promise<ProviderCircuitList> {
    const providers = await this.providers.all();
    return {
      items: providers.map((provider) =>
        circuitSummary(provider.id, this.breakers.view(provider.id, breakerPolicy(provider))),
      ),
    };
  }

  async get(id: number): Promise<ProviderCircuitDetails> {
    const [provider, events] = await Promise.all([this.find(id), this.events.latest(id, EVENTS_SHOWN)]);
    return { ...this.view(provider), events: events.map(circuitEventView) };
  }

  async open(id: number): Promise<ProviderCircuitView> {
    const provider = await this.find(id);
    const policy = breakerPolicy(provider);
    if (policy.failureThreshold === 0) {
      throw new AdminError('conflict', 'The circuit breaker of this provider is switched off.');
    }
    await this.breakers.open(id, policy, provider.name);
    return this.view(provider);
  }

  async reset(id: number): Promise<ProviderCircuitView> {
    const provider = await this.find(id);
    await this.breakers.reset(id, breakerPolicy(provider), provider.name);
    return this.view(provider);
  }

  private view(provider: ProviderEntity): ProviderCircuitView {
    return circuitView(provider.id, this.breakers.view(provider.id, breakerPolicy(provider)));
  }

  private async find(id: number): Promise<ProviderEntity> {
    const row = await this.providers.find(id);
    if (!row) throw notFound('provider');
    return row.entity;
  }
}
