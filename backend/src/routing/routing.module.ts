import { Module } from '@nestjs/common';
import { CircuitBreakerModule } from '../circuit-breaker/circuit-breaker.module';
import { RoutingState } from './routing-state';

@Module({
  imports: [CircuitBreakerModule],
  providers: [RoutingState],
  exports: [CircuitBreakerModule, RoutingState],
})
export class RoutingModule {}
