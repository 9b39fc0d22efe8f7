import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Toggle } from '../../ui/toggle';
import type { LimitUsage } from '../limits/limits-api';
import { WorstLimit } from '../limits/worst-limit';
import { CircuitBadge } from './circuit-badge';
import { ProviderMenu } from './provider-menu';
import { urlHost } from './provider-view';
import type { Circuit, Provider } from './providers-api';

/** One provider of the list. */
@Component({
  selector: 'tr[cchProviderRow]',
  imports: [RouterLink, TranslocoDirective, CircuitBadge, ProviderMenu, Toggle, WorstLimit],
  templateUrl: './provider-row.html',
  styleUrl: './provider-row.css',
  host: { '[class.off]': '!provider().isEnabled' },
})
export class ProviderRow {
  readonly provider = input.required<Provider>({ alias: 'cchProviderRow' });
  /** Undefined until it is known. */
  readonly circuit = input.required<Circuit | undefined>();
  /** How it stands with its limits; undefined until that is known. */
  readonly usage = input.required<LimitUsage | undefined>();
  readonly canWrite = input.required<boolean>();
  readonly isPicked = input.required<boolean>();
  /** Whether its switch waits for the server. */
  readonly isSwitching = input.required<boolean>();
  readonly pickChanged = output();
  readonly switched = output<boolean>();
  readonly tested = output();
  readonly circuitReset = output();
  readonly circuitOpened = output();
  readonly removed = output();

  protected readonly host = computed(() => urlHost(this.provider().url));
}
