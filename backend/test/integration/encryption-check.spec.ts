import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MIGRATIONS } from '../../src/platform/database/migrations';
import { SecretBox } from '../../src/platform/secrets/secret-box';
import { EncryptionCheck } from '../../src/settings/encryption-check';
import { SettingEntity } from '../../src/settings/setting.entity';
import { createTestDatabase, type TestDatabase } from '../support/services';

let database: TestDatabase;
let source: DataSource;

beforeAll(async () => {
  database = await createTestDatabase();
  source = new DataSource({
    type: 'postgres',
    url: database.dsn,
    entities: [SettingEntity],
    migrations: MIGRATIONS,
  });
  await source.initialize();
  await source.runMigrations();
});

afterAll(async () => {
  await source.destroy();
  await database.drop();
});

it('starts again under the same key and refuses another one', async () => {
  const start = (byte: number) =>
    new EncryptionCheck(
      source.getRepository(SettingEntity),
      new SecretBox(Buffer.alloc(32, byte)),
    ).onModuleInit();
  await Promise.all([start(1), start(1)]);
  await start(1);
  await expect(start(2)).rejects.toThrow('ENCRYPTION_KEY is not the one');
});
