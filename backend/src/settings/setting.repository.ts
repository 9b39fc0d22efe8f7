import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SettingName } from './setting-definitions';
import { SettingEntity } from './setting.entity';

/** The settings that somebody has changed. */
@Injectable()
export class SettingRepository {
  /** Until the transaction ends, nobody else changes settings; reading goes on. */
  async lock(manager: EntityManager): Promise<void> {
    await manager.query('LOCK TABLE settings IN SHARE ROW EXCLUSIVE MODE');
  }

  /** Undefined when it has its default. */
  async find(name: SettingName, manager: EntityManager): Promise<unknown> {
    const row = await manager.findOneBy(SettingEntity, { name });
    return row?.value;
  }

  /** @param value undefined sets it back to its default */
  async write(name: SettingName, value: unknown, manager: EntityManager): Promise<void> {
    if (value === undefined) {
      await manager.delete(SettingEntity, { name });
      return;
    }
    await manager.query(
      `INSERT INTO settings (name, value, updated_at) VALUES ($1, $2::jsonb, now())
       ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value, updated_at = EXCLUDED.updated_at`,
      [name, JSON.stringify(value)],
    );
  }
}
