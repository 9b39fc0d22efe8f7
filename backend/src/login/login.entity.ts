import type { PermissionRole } from '@cch/contracts/roles';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One signed-in browser. The cookie holds a random token, the row only its hash. */
@Entity('logins')
export class LoginEntity {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  /** Lower-case hexadecimal SHA-256 of the cookie's token. */
  @Column({ name: 'token_hash', type: 'text', unique: true })
  tokenHash: string;

  /** Hash of the credential that opened the login: a changed ADMIN_TOKEN ends its logins. */
  @Column({ name: 'credential_hash', type: 'text' })
  credentialHash: string;

  @Column({ type: 'text' })
  role: PermissionRole;

  @Column({ type: 'text' })
  name: string;

  @Column({ name: 'client_ip', type: 'text', nullable: true })
  clientIp: string | null;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'last_seen_at', type: 'timestamptz' })
  lastSeenAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;
}
