import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecretsModule } from '../platform/secrets/secrets.module';
import { SnapshotModule } from '../platform/snapshot/snapshot.module';
import { EncryptionCheck } from './encryption-check';
import { SettingEntity } from './setting.entity';
import { SettingsStore } from './settings-store';

@Module({
  imports: [TypeOrmModule.forFeature([SettingEntity]), SecretsModule, SnapshotModule],
  providers: [EncryptionCheck, SettingsStore],
  exports: [SettingsStore],
})
export class SettingsModule {}
