import { Body, Post } from '@nestjs/common';
import { Access } from '../admin/access.decorator';
import { AdminController } from '../admin/admin-controller.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { Simulation } from './simulation';
import { SimulationDraft, SimulationView } from './simulation.dto';

@AdminController('providers', 'Providers')
export class SimulationController {
  constructor(private readonly simulation: Simulation) {}

  @Post('simulate')
  @Access('providers:read')
  @Operation({
    summary: 'Simulate the choice of a provider',
    description:
      'Says who would serve a request of a new session with the current configuration and state, with which chance, ' +
      'and why the others would not. Nothing is sent anywhere.',
    answer: SimulationView,
    refuses: [...REFUSALS.public, ...REFUSALS.plain],
  })
  simulateChoice(@Body() draft: SimulationDraft): SimulationView {
    return this.simulation.run(draft);
  }
}
