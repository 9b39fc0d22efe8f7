import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecretsModule } from '../platform/secrets/secrets.module';
import { EncryptionCheck } from './encryption-check';
import { SettingEntity } from './setting.entity';

@Module({ imports: [TypeOrmModule.forFeature([SettingEntity]), SecretsModule], providers: [EncryptionCheck] })
export class SettingsModule {}
