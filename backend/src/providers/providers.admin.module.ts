import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CircuitBreakerModule } from '../circuit-breaker/circuit-breaker.module';
import { SecretsModule } from '../platform/secrets/secrets.module';
import { SnapshotModule } from '../platform/snapshot/snapshot.module';
import { EgressSecrets } from './egress-secrets';
import { ProviderCircuitController } from './provider-circuit.controller';
import { ProviderCircuitService } from './provider-circuit.service';
import { ProviderGroupEntity } from './provider-group.entity';
import { ProviderGroupRepository } from './provider-group.repository';
import { ProviderGroupsController } from './provider-groups.controller';
import { ProviderGroupsService } from './provider-groups.service';
import { ProviderEntity } from './provider.entity';
import { ProviderRepository } from './provider.repository';
import { ProvidersController } from './providers.controller';
import { ProvidersService } from './providers.service';

@Module({
  imports: [
    TypeOrmModule.forFeature([ProviderEntity, ProviderGroupEntity]),
    CircuitBreakerModule,
    SnapshotModule,
    SecretsModule,
  ],
  controllers: [ProviderCircuitController, ProvidersController, ProviderGroupsController],
  providers: [
    EgressSecrets,
    ProviderCircuitService,
    ProviderRepository,
    ProviderGroupRepository,
    ProvidersService,
    ProviderGroupsService,
  ],
})
export class ProvidersAdminModule {}
