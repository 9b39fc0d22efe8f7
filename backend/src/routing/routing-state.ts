import type { CircuitState } from '@cch/contracts/circuit-states';
import type { SkipReason } from '@cch/contracts/decision-codes';
import { dayClock } from '@cch/domain/schedule/active-hours';
import type { Wanted } from '@cch/domain/selection/candidate';
import { Inject, Injectable } from '@nestjs/common';
import { BreakerRegistry, type Trial } from '../circuit-breaker/breaker-registry';
import { type Clock, CLOCK } from '../platform/clock';
import type { RoutableProvider } from '../providers/provider-catalog';
import { SettingsStore } from '../settings/settings-store';
import { RestBook } from './rest-book';

/** What selection has to know besides the configuration: the time of day, the breakers, who wants to be left alone. */
@Injectable()
export class RoutingState {
  private readonly rests = new RestBook();
  private timeZone = '';
  private minuteOfDay: (now: number) => number = () => 0;

  constructor(
    private readonly breakers: BreakerRegistry,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly settings: SettingsStore,
  ) {}

  wanted(request: Omit<Wanted, 'minuteOfDay'>): Wanted {
    const { timeZone } = this.settings.current();
    if (timeZone !== this.timeZone) {
      this.timeZone = timeZone;
      this.minuteOfDay = dayClock(timeZone);
    }
    return { ...request, minuteOfDay: this.minuteOfDay(this.clock.now()) };
  }

  circuitOf({ providerId, breaker }: RoutableProvider): CircuitState {
    return this.breakers.stateOf(providerId, breaker);
  }

  /** Why the provider is no choice at the moment, although its configuration would allow it. */
  hindrance(provider: RoutableProvider, model: string): SkipReason | undefined {
    const circuit = this.circuitOf(provider);
    if (circuit === 'open') return 'circuit_open';
    if (circuit === 'half-open' && !this.breakers.hasFreeTrial(provider.providerId, provider.breaker)) {
      return 'trials_busy';
    }
    return this.restsUntil(provider, model) === undefined ? undefined : 'cooling_down';
  }

  /** A place among the trial requests of a provider whose breaker is half-open; undefined when there is none. */
  tryTrial({ providerId, breaker, name }: RoutableProvider): Promise<Trial | undefined> {
    return this.breakers.tryTrial(providerId, breaker, name);
  }

  rest(provider: RoutableProvider, model: string, ms: number): void {
    this.rests.rest(provider.providerId, model, ms, performance.now());
  }

  /** Monotonic milliseconds; undefined when the provider does not rest. */
  restsUntil({ providerId }: RoutableProvider, model: string): number | undefined {
    return this.rests.restsUntil(providerId, model, performance.now());
  }
}
