import { LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { PERMISSION_ROLES, type PermissionRole } from '@cch/contracts/roles';
import { ApiProperty, PartialType } from '@nestjs/swagger';
import { ChoiceField, FlagField, TextField, TextListField, TimeField } from '../admin/fields/fields';
import { QueryFlag } from '../admin/fields/query-fields';
import { NextCursor } from '../admin/next-cursor.decorator';
import { PageQuery } from '../admin/page-query';
import { CallerLimitsDraft, CallerLimitsView } from '../limits/limits.dto';

/** A user to create. */
export class UserDraft extends CallerLimitsDraft {
  @TextField({
    description: 'Unique among the users, compared without case',
    example: 'Ada Lovelace',
    min: 1,
    max: TEXT_LENGTHS.name,
  })
  readonly name: string;

  @TextField({
    description: 'For the administrators’ eyes only',
    max: TEXT_LENGTHS.note,
    multiline: true,
    default: '',
    presence: 'optional',
  })
  readonly note?: string;

  @ChoiceField({
    description: 'What the user may do in the console; `user` sees only their own usage',
    choices: PERMISSION_ROLES,
    name: 'PermissionRole',
    default: 'user',
    presence: 'optional',
  })
  readonly role?: PermissionRole;

  @FlagField({ description: 'Off: all keys are refused', default: true, presence: 'optional' })
  readonly isEnabled?: boolean;

  @TimeField({
    description: 'From then on all keys are refused; null means never',
    example: '2030-01-31T12:00:00Z',
    presence: 'nullable',
  })
  readonly expiresAt?: string | null;

  @TextListField({
    description: 'Names of the provider groups the user may use',
    example: ['default'],
    item: { min: 1, max: TEXT_LENGTHS.groupName },
    maxItems: LIST_LENGTHS.groups,
    presence: 'optional',
  })
  readonly providerGroups?: string[];

  @TextListField({
    description: 'Labels for finding and grouping users',
    example: ['research'],
    item: { min: 1, max: TEXT_LENGTHS.tag },
    maxItems: LIST_LENGTHS.tags,
    presence: 'optional',
  })
  readonly tags?: string[];

  @TextListField({
    description: 'Models the user may ask for, compared without case; empty means all',
    example: ['claude-sonnet-4-5'],
    item: { min: 1, max: TEXT_LENGTHS.pattern },
    maxItems: LIST_LENGTHS.models,
    presence: 'optional',
  })
  readonly allowedModels?: string[];
}

/** Fields of a user to change; absent ones stay. */
export class UserPatch extends PartialType(UserDraft, { skipNullProperties: false }) {}

export const USER_SORTS = ['name', '-name', 'createdAt', '-createdAt'] as const;

export class UserQuery extends PageQuery {
  @ChoiceField({
    description: 'Order; a minus turns it round',
    choices: USER_SORTS,
    name: 'UserSort',
    default: 'name',
    presence: 'optional',
  })
  readonly sort?: (typeof USER_SORTS)[number];

  @TextField({ description: 'Part of the name, the note or a tag', max: 200, presence: 'optional' })
  readonly q?: string;

  @QueryFlag({ description: 'Only users that are, or are not, enabled' })
  readonly isEnabled?: boolean;

  @TextField({
    description: 'Only users with this provider group',
    max: TEXT_LENGTHS.groupName,
    presence: 'optional',
  })
  readonly group?: string;

  @TextField({ description: 'Only users with this tag', max: TEXT_LENGTHS.tag, presence: 'optional' })
  readonly tag?: string;
}

export class UserView extends CallerLimitsView {
  @ApiProperty({ type: 'integer', example: 7 })
  readonly id: number;

  @ApiProperty({ example: 'Ada Lovelace' })
  readonly name: string;

  @ApiProperty()
  readonly note: string;

  @ApiProperty({ enum: PERMISSION_ROLES, enumName: 'PermissionRole' })
  readonly role: PermissionRole;

  @ApiProperty()
  readonly isEnabled: boolean;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly expiresAt: string | null;

  @ApiProperty({ type: [String], example: ['default'] })
  readonly providerGroups: readonly string[];

  @ApiProperty({ type: [String] })
  readonly tags: readonly string[];

  @ApiProperty({ type: [String] })
  readonly allowedModels: readonly string[];

  @ApiProperty({ type: 'integer', description: 'Keys the user holds, disabled and expired ones included' })
  readonly keyCount: number;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly updatedAt: string;
}

export class UserPage {
  @ApiProperty({ type: [UserView] })
  readonly items: readonly UserView[];

  @NextCursor()
  readonly nextCursor: string | null;
}
