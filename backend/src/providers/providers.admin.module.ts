import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CircuitBreakerModule } from '../circuit-breaker/circuit-breaker.module';
import { SecretsModule } from '../platform/secrets/secrets.module';
import { SnapshotModule } from '../platform/snapshot/snapshot.module';
import { UpstreamModule } from '../platform/upstream/upstream.module';
import { ConnectionTestController } from './connection-test/connection-test.controller';
import { ConnectionTestService } from './connection-test/connection-test.service';
import { ConnectionTester } from './connection-test/connection-tester';
import { EgressSecrets } from './egress-secrets';
import { GoogleTokenClient } from './google-token-client';
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
import { UpstreamLogin } from './upstream-login';

@Module({
  imports: [
    TypeOrmModule.forFeature([ProviderEntity, ProviderGroupEntity]),
    CircuitBreakerModule,
    SnapshotModule,
    SecretsModule,
    UpstreamModule,
  ],
  controllers: [
    ConnectionTestController,
    ProviderCircuitController,
    ProvidersController,
    ProviderGroupsController,
  ],
  providers: [
    ConnectionTester,
    ConnectionTestService,
    EgressSecrets,
    GoogleTokenClient,
    ProviderCircuitService,
    ProviderRepository,
    ProviderGroupRepository,
    ProvidersService,
    ProviderGroupsService,
    UpstreamLogin,
  ],
})
export class ProvidersAdminModule {}
