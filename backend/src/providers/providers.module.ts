import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecretsModule } from '../platform/secrets/secrets.module';
import { SnapshotModule } from '../platform/snapshot/snapshot.module';
import { UpstreamModule } from '../platform/upstream/upstream.module';
import { EgressSecrets } from './egress-secrets';
import { GroupMultipliers } from './group-multipliers';
import { GoogleTokenClient } from './google-token-client';
import { ProviderCatalog } from './provider-catalog';
import { ProviderEntity } from './provider.entity';
import { UpstreamLogin } from './upstream-login';

@Module({
  imports: [TypeOrmModule.forFeature([ProviderEntity]), SecretsModule, SnapshotModule, UpstreamModule],
  providers: [EgressSecrets, GoogleTokenClient, GroupMultipliers, ProviderCatalog, UpstreamLogin],
  exports: [GroupMultipliers, ProviderCatalog],
})
export class ProvidersModule {}
