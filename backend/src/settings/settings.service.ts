import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import { settingChanges } from './setting-changes';
import { SettingRepository } from './setting.repository';
import type { SettingsPatch, SettingsView } from './settings.dto';
import { SettingsStore } from './settings-store';

@Injectable()
export class SettingsService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly settings: SettingRepository,
    private readonly store: SettingsStore,
    private readonly watcher: ConfigWatcher,
  ) {}

  get(): SettingsView {
    const { values, sources } = this.store.inForceNow();
    return { ...values, sources };
  }

  async update(patch: SettingsPatch): Promise<SettingsView> {
    await this.database.transaction(async (manager) => {
      // Of two changes to different kinds of limitOutage at the same time, neither may undo the other.
      await this.settings.lock(manager);
      const storedOutage = await this.settings.find('limitOutage', manager);
      for (const [name, value] of settingChanges(patch, storedOutage)) {
        await this.settings.write(name, value, manager);
      }
    });
    await this.watcher.announce();
    return this.get();
  }
}
