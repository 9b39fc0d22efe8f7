import type { PermissionRole } from '@cch/contracts/roles';
import {
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import { CallerLimitedEntity } from '../limits/limited.entity';

/** An account. Deleted ones stay as rows, so that the ledger keeps their names. */
@Entity('users')
export class UserEntity extends CallerLimitedEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer' })
  id: number;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', default: '' })
  note: string;

  @Column({ type: 'text' })
  role: PermissionRole;

  @Column({ name: 'is_enabled', type: 'boolean', default: true })
  isEnabled: boolean;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Column({ name: 'provider_groups', type: 'text', array: true })
  providerGroups: string[];

  @Column({ type: 'text', array: true })
  tags: string[];

  /** Model names the user may ask for, compared without case; empty means all. */
  @Column({ name: 'allowed_models', type: 'text', array: true })
  allowedModels: string[];

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @DeleteDateColumn({ name: 'deleted_at', type: 'timestamptz' })
  deletedAt: Date | null;
}
