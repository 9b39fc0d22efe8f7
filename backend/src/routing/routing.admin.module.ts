import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/keys.module';
import { ProvidersModule } from '../providers/providers.module';
import { RoutingModule } from './routing.module';
import { Simulation } from './simulation';
import { SimulationController } from './simulation.controller';

@Module({
  imports: [KeysModule, ProvidersModule, RoutingModule],
  controllers: [SimulationController],
  providers: [Simulation],
})
export class RoutingAdminModule {}
