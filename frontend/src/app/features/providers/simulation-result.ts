import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { StatusDot } from '../../ui/status-dot';
import { CIRCUIT_TONES } from './circuit-badge';
import type { SimulationView } from './providers-api';
import { percentText, standingTone } from './simulated-standing';

/** Who would serve the request with which chance, and why the others would not. */
@Component({
  selector: 'cch-simulation-result',
  imports: [RouterLink, TranslocoDirective, StatusDot],
  templateUrl: './simulation-result.html',
  styleUrl: './simulation-result.css',
})
export class SimulationResult {
  readonly result = input.required<SimulationView>();

  protected readonly toneOf = standingTone;
  protected readonly percent = percentText;
  protected readonly circuitTones = CIRCUIT_TONES;
}
