import { Module } from '@nestjs/common';
import { CircuitBreakerModule } from '../circuit-breaker/circuit-breaker.module';
import { SettingsModule } from '../settings/settings.module';
import { RoutingState } from './routing-state';

@Module({
  imports: [CircuitBreakerModule, SettingsModule],
  providers: [RoutingState],
  exports: [CircuitBreakerModule, RoutingState],
})
export class RoutingModule {}
