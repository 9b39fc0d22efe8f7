import type { HubSettings, SettingSource } from '@cch/contracts/settings';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { Repository } from 'typeorm';
import { type Config, CONFIG } from '../config/config';
import { LOGGER } from '../platform/observability/logger';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import { Snapshot } from '../platform/snapshot/snapshot';
import { SETTING_NAMES, type SettingName, SETTINGS } from './setting-definitions';
import { SettingEntity } from './setting.entity';

/** What is in force, and where each value comes from. */
export interface SettingsInForce {
  readonly values: HubSettings;
  readonly sources: Readonly<Record<SettingName, SettingSource>>;
}

/** The settings in force, in memory, read synchronously. */
@Injectable()
export class SettingsStore {
  private readonly settings: Snapshot<SettingsInForce>;

  constructor(
    @InjectRepository(SettingEntity) repository: Repository<SettingEntity>,
    watcher: ConfigWatcher,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.settings = new Snapshot(['settings'], async () => {
      const rows = await repository.find();
      return this.inForce(new Map(rows.map(({ name, value }) => [name, value])));
    });
    watcher.register(this.settings);
  }

  current(): HubSettings {
    return this.settings.current().values;
  }

  inForceNow(): SettingsInForce {
    return this.settings.current();
  }

  private inForce(stored: ReadonlyMap<string, unknown>): SettingsInForce {
    const found = SETTING_NAMES.map((name) => [name, this.valueOf(name, stored)] as const);
    return {
      // Every name has its entry, and each definition answers its own type.
      values: Object.fromEntries(found.map(([name, { value }]) => [name, value])) as unknown as HubSettings,
      sources: Object.fromEntries(found.map(([name, { source }]) => [name, source])) as Record<
        SettingName,
        SettingSource
      >,
    };
  }

  private valueOf(name: SettingName, stored: ReadonlyMap<string, unknown>) {
    const { read, fallback, isFromEnvironment } = SETTINGS[name];
    const value = stored.has(name) ? read(stored.get(name)) : undefined;
    if (value !== undefined) return { value, source: 'stored' as const };
    if (stored.has(name))
      this.logger.warn({ setting: name }, 'a stored setting is not valid; its default holds');
    const source: SettingSource = isFromEnvironment ? 'environment' : 'default';
    return { value: fallback(this.config), source };
  }
}
