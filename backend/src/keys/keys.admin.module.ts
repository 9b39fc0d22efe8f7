import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SnapshotModule } from '../platform/snapshot/snapshot.module';
import { UserEntity } from '../users/user.entity';
import { KeyEntity } from './key.entity';
import { KeyRepository } from './key.repository';
import { KeysController } from './keys.controller';
import { KeysService } from './keys.service';
import { UserKeysController } from './user-keys.controller';

@Module({
  imports: [TypeOrmModule.forFeature([KeyEntity, UserEntity]), SnapshotModule],
  controllers: [UserKeysController, KeysController],
  providers: [KeyRepository, KeysService],
})
export class KeysAdminModule {}
