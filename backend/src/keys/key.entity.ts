import {
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import { CallerLimitedEntity } from '../limits/limited.entity';
import { UserEntity } from '../users/user.entity';

/** A credential we issue to a user. The secret itself is never stored. */
@Entity('keys')
export class KeyEntity extends CallerLimitedEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer' })
  id: number;

  @Column({ name: 'user_id', type: 'integer' })
  userId: number;

  @ManyToOne(() => UserEntity)
  @JoinColumn({ name: 'user_id' })
  user?: UserEntity;

  @Column({ type: 'text' })
  name: string;

  /** Lower-case hexadecimal SHA-256 of the secret. */
  @Column({ name: 'key_hash', type: 'text', unique: true })
  keyHash: string;

  /** Last four characters of the secret. */
  @Column({ name: 'key_hint', type: 'text' })
  keyHint: string;

  @Column({ name: 'is_enabled', type: 'boolean', default: true })
  isEnabled: boolean;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  /** Empty: the user's groups apply. */
  @Column({ name: 'provider_groups', type: 'text', array: true })
  providerGroups: string[];

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @DeleteDateColumn({ name: 'deleted_at', type: 'timestamptz' })
  deletedAt: Date | null;
}
