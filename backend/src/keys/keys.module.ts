import { Module } from '@nestjs/common';
import { SnapshotModule } from '../platform/snapshot/snapshot.module';
import { KeyDirectory } from './key-directory';

@Module({ imports: [SnapshotModule], providers: [KeyDirectory], exports: [KeyDirectory] })
export class KeysModule {}
