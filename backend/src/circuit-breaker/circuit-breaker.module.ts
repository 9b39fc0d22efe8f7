import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BreakerCopy } from './breaker-copy';
import { BreakerRegistry } from './breaker-registry';
import { BreakerStore } from './breaker-store';
import { BreakerWatcher } from './breaker-watcher';
import { CircuitEventEntity } from './circuit-event.entity';
import { CircuitEventRepository } from './circuit-event.repository';
import { CircuitJournal } from './circuit-journal';

@Module({
  imports: [TypeOrmModule.forFeature([CircuitEventEntity])],
  providers: [
    BreakerCopy,
    BreakerRegistry,
    BreakerStore,
    BreakerWatcher,
    CircuitEventRepository,
    CircuitJournal,
  ],
  exports: [BreakerRegistry, CircuitEventRepository],
})
export class CircuitBreakerModule {}
