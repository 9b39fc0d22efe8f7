import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SnapshotModule } from '../platform/snapshot/snapshot.module';
import { UserEntity } from './user.entity';
import { UserRepository } from './user.repository';
import { UsersController } from './users.controller';
import { UsersService } from './users.service';

@Module({
  imports: [TypeOrmModule.forFeature([UserEntity]), SnapshotModule],
  controllers: [UsersController],
  providers: [UserRepository, UsersService],
})
export class UsersAdminModule {}
