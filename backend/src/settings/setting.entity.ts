import { Column, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** One product setting that an operator has changed from its default. */
@Entity('settings')
export class SettingEntity {
  @PrimaryColumn({ type: 'text' })
  name: string;

  @Column({ type: 'jsonb' })
  value: unknown;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
