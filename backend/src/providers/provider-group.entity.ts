import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';

/** A label deciding which callers may use which providers. Providers, users and keys refer to it by name. */
@Entity('provider_groups')
export class ProviderGroupEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer' })
  id: number;

  @Column({ type: 'text', unique: true })
  name: string;

  @Column({ type: 'text', default: '' })
  note: string;

  /** Factor on the cost of what callers use by way of this group; decimal text. */
  @Column({ name: 'cost_multiplier', type: 'numeric', default: '1' })
  costMultiplier: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
