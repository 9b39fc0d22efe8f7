import type { PriceSource } from '@cch/contracts/price-sources';
import type { PriceSheet } from '@cch/domain/pricing/price-sheet';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One version of what a model costs. Versions are never changed: the ledger refers to them by their id. */
@Entity('model_price')
export class ModelPriceEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer' })
  id: number;

  /** As requests name it, or without what hosts put around a name; see `priceNames`. */
  @Column({ type: 'text' })
  model: string;

  @Column({ type: 'text' })
  source: PriceSource;

  @Column({ type: 'jsonb' })
  sheet: PriceSheet;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  /** Null while it holds. */
  @Column({ name: 'superseded_at', type: 'timestamptz', nullable: true })
  supersededAt: Date | null;
}
