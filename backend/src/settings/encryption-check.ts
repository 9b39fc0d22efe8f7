import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { SecretBox } from '../platform/secrets/secret-box';
import { StartRefused } from '../platform/start-refused';
import { SettingEntity } from './setting.entity';

const NAME = 'encryptionCheck';
const PLAIN = 'sealed with the right key';

/**
 * Refuses to start under another ENCRYPTION_KEY than the one that sealed what the database holds. Otherwise every
 * provider would fail, one by one, with nothing that names the cause.
 */
@Injectable()
export class EncryptionCheck implements OnModuleInit {
  constructor(
    @InjectRepository(SettingEntity) private readonly settings: Repository<SettingEntity>,
    private readonly secrets: SecretBox,
  ) {}

  async onModuleInit(): Promise<void> {
    // Two processes may start at once: the first one's text stays.
    await this.settings
      .createQueryBuilder()
      .insert()
      .values({ name: NAME, value: this.secrets.seal(PLAIN) })
      .orIgnore()
      .execute();
    const { value } = await this.settings.findOneByOrFail({ name: NAME });
    if (!this.opens(value)) {
      throw new StartRefused(
        'ENCRYPTION_KEY is not the one that sealed the secrets in this database. Set the former one.',
      );
    }
  }

  private opens(sealed: unknown): boolean {
    try {
      return typeof sealed === 'string' && this.secrets.open(sealed) === PLAIN;
    } catch {
      // Authentication failed: sealed under another key.
      return false;
    }
  }
}
