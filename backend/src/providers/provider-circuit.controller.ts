import { Get, Param, Post } from '@nestjs/common';
import { Access } from '../admin/access.decorator';
import { AdminController } from '../admin/admin-controller.decorator';
import { IdPipe } from '../admin/id.pipe';
import { IdParam } from '../admin/id-param.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { ProviderCircuitDetails, ProviderCircuitList, ProviderCircuitView } from './provider-circuit.dto';
import { ProviderCircuitService } from './provider-circuit.service';

@AdminController('providers', 'Providers')
export class ProviderCircuitController {
  constructor(private readonly circuits: ProviderCircuitService) {}

  @Get('circuits')
  @Access('providers:read')
  @Operation({
    summary: 'List the circuit breakers of all providers',
    answer: ProviderCircuitList,
    refuses: REFUSALS.plain,
  })
  listProviderCircuits(): Promise<ProviderCircuitList> {
    return this.circuits.list();
  }

  @Get(':id/circuit')
  @IdParam()
  @Access('providers:read')
  @Operation({
    summary: 'Get the circuit breaker of a provider',
    answer: ProviderCircuitDetails,
    refuses: REFUSALS.read,
  })
  getProviderCircuit(@Param('id', IdPipe) id: number): Promise<ProviderCircuitDetails> {
    return this.circuits.get(id);
  }

  @Post(':id/circuit/open')
  @IdParam()
  @Access('providers:write')
  @Operation({
    summary: 'Open the circuit breaker of a provider by hand',
    description:
      'No request goes there for the provider’s open duration, which begins anew if it is open already. In force ' +
      'in all gateways at once. Refused while the breaker is switched off (`conflict`).',
    answer: ProviderCircuitView,
    refuses: [...REFUSALS.act, 'conflict'],
  })
  openProviderCircuit(@Param('id', IdPipe) id: number): Promise<ProviderCircuitView> {
    return this.circuits.open(id);
  }

  @Post(':id/circuit/reset')
  @IdParam()
  @Access('providers:write')
  @Operation({
    summary: 'Reset the circuit breaker of a provider',
    description: 'It is closed and has counted no failure. In force in all gateways at once.',
    answer: ProviderCircuitView,
    refuses: REFUSALS.act,
  })
  resetProviderCircuit(@Param('id', IdPipe) id: number): Promise<ProviderCircuitView> {
    return this.circuits.reset(id);
  }
}
