import { Module } from '@nestjs/common';
import { SnapshotModule } from '../platform/snapshot/snapshot.module';
import { SettingRepository } from './setting.repository';
import { SettingsController } from './settings.controller';
import { SettingsModule } from './settings.module';
import { SettingsService } from './settings.service';
import { SystemController } from './system.controller';

@Module({
  imports: [SettingsModule, SnapshotModule],
  controllers: [SettingsController, SystemController],
  providers: [SettingRepository, SettingsService],
})
export class SettingsAdminModule {}
