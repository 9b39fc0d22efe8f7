import { LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { PRICE_SOURCES, type PriceSource } from '@cch/contracts/price-sources';
import { SKIP_REASONS, type SkipReason } from '@cch/domain/pricing/litellm-table';
import { ApiProperty } from '@nestjs/swagger';
import { type Check, fault, NO_FAULT } from '../admin/fields/check';
import { field, TextField, trim } from '../admin/fields/fields';
import { listCheck, textCheck } from '../admin/fields/value-checks';
import type { FieldChange, PriceChange } from './price-comparison';

/** Largest body with a table in it. */
export const MAX_UPLOAD_BYTES = 16_777_216;

const urlText = textCheck({ min: 1, max: TEXT_LENGTHS.url });
const nameText = textCheck({ min: 1, max: TEXT_LENGTHS.modelName });

const sourceUrlCheck: Check = (value, object) => {
  const faults = urlText(value, object);
  if (faults.length > 0) return faults;
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol) || !url.hostname) {
    return fault('invalid_url', 'must be an http or https address');
  }
  if (url.username || url.password) return fault('invalid_url', 'must not contain a user or a password');
  return NO_FAULT;
};

const digestCheck: Check = (value) =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
    ? NO_FAULT
    : fault('bad_format', 'must be the digest of a preview');

function SourceUrlField() {
  return field(
    {
      description: 'Address of a table in LiteLLM’s form; PRICE_SYNC_URL by default',
      example: 'https://prices.example.com/models.json',
      presence: 'optional',
    },
    { type: 'string', format: 'uri', maxLength: TEXT_LENGTHS.url },
    sourceUrlCheck,
    trim,
  );
}

function ContentField() {
  return TextField({
    description:
      'The table in LiteLLM’s form as text: the file as it is, so that no digit gets lost on the way',
    example: '{"my-model": {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05}}',
    min: 1,
    max: MAX_UPLOAD_BYTES,
    multiline: true,
  });
}

function DigestField() {
  return field(
    { description: 'Digest that the preview has answered; another table is refused (`conflict`)' },
    { type: 'string', pattern: '^[0-9a-f]{64}$' },
    digestCheck,
  );
}

function OverwriteField() {
  return field(
    {
      description: 'Models whose price was set by hand and may be replaced all the same',
      example: ['my-model'],
      presence: 'optional',
    },
    { type: 'array', items: { type: 'string' }, maxItems: LIST_LENGTHS.overwrittenPrices, default: [] },
    listCheck(nameText, LIST_LENGTHS.overwrittenPrices),
  );
}

export class PriceSyncPreviewDraft {
  @SourceUrlField()
  readonly url?: string;
}

export class PriceSyncDraft extends PriceSyncPreviewDraft {
  @DigestField()
  readonly digest: string;

  @OverwriteField()
  readonly overwriteManual?: string[];
}

export class PriceUploadPreviewDraft {
  @ContentField()
  readonly content: string;
}

export class PriceUploadDraft extends PriceUploadPreviewDraft {
  @DigestField()
  readonly digest: string;

  @OverwriteField()
  readonly overwriteManual?: string[];
}

export class FieldChangeView implements FieldChange {
  @ApiProperty({
    description: 'Name of the field, the threshold of a tier in brackets',
    example: 'longContext[200000].inputCostPerToken',
  })
  readonly field: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'USD', example: '0.000003' })
  readonly before: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'USD', example: '0.000006' })
  readonly after: string | null;
}

export class PriceChangeView implements PriceChange {
  @ApiProperty({ example: 'claude-opus-5' })
  readonly model: string;

  @ApiProperty({
    enum: PRICE_SOURCES,
    enumName: 'PriceSource',
    nullable: true,
    description: 'Of the price that holds; null when there is none',
  })
  readonly source: PriceSource | null;

  @ApiProperty({ type: [FieldChangeView] })
  readonly fields: readonly FieldChangeView[];
}

export class SkippedPriceView {
  @ApiProperty()
  readonly model: string;

  @ApiProperty({
    enum: SKIP_REASONS,
    enumName: 'PriceSkipReason',
    description: '`no_token_prices`: it is paid by the picture, minute or page',
  })
  readonly reason: SkipReason;
}

/** What a table would change. */
export class PriceSyncPreview {
  @ApiProperty({ description: 'Names the table; whoever applies it sends the digest along' })
  readonly digest: string;

  @ApiProperty({ type: [PriceChangeView], description: 'Models that have no price yet' })
  readonly added: readonly PriceChangeView[];

  @ApiProperty({ type: [PriceChangeView], description: 'Prices that came with the hub or from a table' })
  readonly changed: readonly PriceChangeView[];

  @ApiProperty({
    type: [PriceChangeView],
    description: 'Prices that were set by hand and differ; they stay unless `overwriteManual` names them',
  })
  readonly protected: readonly PriceChangeView[];

  @ApiProperty({ type: 'integer', description: 'Models whose price is the same already' })
  readonly unchanged: number;

  @ApiProperty({ type: [SkippedPriceView], description: 'Entries of the table that cannot be taken over' })
  readonly skipped: readonly SkippedPriceView[];
}

/** What a table has changed. */
export class PriceSyncResult {
  @ApiProperty({ type: 'integer' })
  readonly added: number;

  @ApiProperty({ type: 'integer' })
  readonly changed: number;

  @ApiProperty({ type: 'integer', description: 'Prices that had been set by hand' })
  readonly overwritten: number;

  @ApiProperty({ type: 'integer', description: 'Prices that were set by hand, differ and have stayed' })
  readonly protected: number;

  @ApiProperty({ type: 'integer' })
  readonly unchanged: number;

  @ApiProperty({ type: 'integer' })
  readonly skipped: number;
}
