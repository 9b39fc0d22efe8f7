import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type PageRequest, type PageRow, selectPage } from '../admin/paging';
import { LoginEntity } from './login.entity';

export const LOGIN_COLUMNS = { createdAt: { sql: 'l.created_at', kind: 'time' } } as const;

export type LoginRow = PageRow<LoginEntity>;
export type NewLogin = Omit<LoginEntity, 'id'>;

/** Logins that have not ended. */
@Injectable()
export class LoginRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  page(page: PageRequest, credentialHash: string, now: Date): Promise<readonly LoginRow[]> {
    const builder = this.database.manager
      .createQueryBuilder(LoginEntity, 'l')
      .where('l.credential_hash = :credentialHash AND l.expires_at > :now', { credentialHash, now });
    return selectPage(builder, page);
  }

  async find(tokenHash: string, now: Date): Promise<LoginEntity | null> {
    return this.database.manager
      .createQueryBuilder(LoginEntity, 'l')
      .where('l.token_hash = :tokenHash AND l.expires_at > :now', { tokenHash, now })
      .getOne();
  }

  async insert(login: NewLogin): Promise<string> {
    const { generatedMaps } = await this.database.manager.insert(LoginEntity, login);
    return String(generatedMaps[0]?.['id']);
  }

  async noteUse(id: string, lastSeenAt: Date, expiresAt: Date): Promise<void> {
    await this.database.manager.update(LoginEntity, id, { lastSeenAt, expiresAt });
  }

  /** Says whether there was such a login. */
  async delete(id: string): Promise<boolean> {
    const { affected } = await this.database.manager.delete(LoginEntity, id);
    return affected === 1;
  }

  async deleteEnded(now: Date): Promise<void> {
    await this.database.manager
      .createQueryBuilder()
      .delete()
      .from(LoginEntity)
      .where('expires_at <= :now', { now })
      .execute();
  }
}
