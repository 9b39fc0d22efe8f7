import { LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { ApiProperty, PartialType } from '@nestjs/swagger';
import { ChoiceField, FlagField, TextField, TextListField, TimeField } from '../admin/fields/fields';
import { QueryFlag } from '../admin/fields/query-fields';
import { NextCursor } from '../admin/next-cursor.decorator';
import { PageQuery } from '../admin/page-query';
import { CallerLimitsDraft, CallerLimitsView } from '../limits/limits.dto';

/** A key to create for a user. */
export class KeyDraft extends CallerLimitsDraft {
  @TextField({
    description: 'Unique among the keys of the user, compared without case',
    example: 'laptop',
    min: 1,
    max: TEXT_LENGTHS.name,
  })
  readonly name: string;

  @FlagField({ description: 'Off: the key is refused', default: true, presence: 'optional' })
  readonly isEnabled?: boolean;

  @TimeField({
    description: 'From then on the key is refused; null means never',
    example: '2030-01-31T12:00:00Z',
    presence: 'nullable',
  })
  readonly expiresAt?: string | null;

  @TextListField({
    description: 'Names of the provider groups the key may use; empty means those of the user',
    example: ['default'],
    item: { min: 1, max: TEXT_LENGTHS.groupName },
    maxItems: LIST_LENGTHS.groups,
    presence: 'optional',
  })
  readonly providerGroups?: string[];
}

/** Fields of a key to change; absent ones stay. */
export class KeyPatch extends PartialType(KeyDraft, { skipNullProperties: false }) {}

export const KEY_SORTS = ['name', '-name', 'createdAt', '-createdAt'] as const;

export class KeyQuery extends PageQuery {
  @ChoiceField({
    description: 'Order; a minus turns it round',
    choices: KEY_SORTS,
    name: 'KeySort',
    default: 'name',
    presence: 'optional',
  })
  readonly sort?: (typeof KEY_SORTS)[number];

  @QueryFlag({ description: 'Only keys that are, or are not, enabled' })
  readonly isEnabled?: boolean;
}

export class KeyView extends CallerLimitsView {
  @ApiProperty({ type: 'integer', example: 12 })
  readonly id: number;

  @ApiProperty({ type: 'integer', example: 7 })
  readonly userId: number;

  @ApiProperty({ example: 'laptop' })
  readonly name: string;

  @ApiProperty({ description: 'Last four characters of the secret', example: 'x7Qa' })
  readonly keyHint: string;

  @ApiProperty()
  readonly isEnabled: boolean;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly expiresAt: string | null;

  @ApiProperty({ type: [String], description: 'Empty: the groups of the user apply' })
  readonly providerGroups: readonly string[];

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly updatedAt: string;
}

/** A key with its secret: the answer of create and rotate, and of nothing else. */
export class IssuedKeyView extends KeyView {
  @ApiProperty({
    description: 'The whole secret. It is shown this once and cannot be had again.',
    example: 'cch_Zk3…x7Qa',
  })
  readonly key: string;
}

export class KeyPage {
  @ApiProperty({ type: [KeyView] })
  readonly items: readonly KeyView[];

  @NextCursor()
  readonly nextCursor: string | null;
}
