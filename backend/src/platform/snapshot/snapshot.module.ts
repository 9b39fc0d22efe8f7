import { Module } from '@nestjs/common';
import { ConfigWatcher } from './config-watcher';

@Module({ providers: [ConfigWatcher], exports: [ConfigWatcher] })
export class SnapshotModule {}
