import type { SchemaPathTree } from '@angular/forms/signals';
import { LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import type { PermissionRole } from '@cch/contracts/roles';
import { listRule, textRule } from '../../core/form-rules';
import {
  NO_CALLER_LIMITS,
  toCallerLimitForm,
  toCallerLimits,
  type CallerLimitForm,
} from '../limits/limit-form';
import { callerLimitRules } from '../limits/limit-rules';
import type { User, UserDraft } from './users-api';

export interface UserFormModel extends CallerLimitForm {
  readonly name: string;
  readonly note: string;
  readonly role: PermissionRole;
  readonly isEnabled: boolean;
  readonly expiresAt: Date | null;
  readonly providerGroups: readonly string[];
  readonly tags: readonly string[];
  readonly allowedModels: readonly string[];
}

export const EMPTY_USER: UserFormModel = {
  name: '',
  note: '',
  role: 'user',
  isEnabled: true,
  expiresAt: null,
  providerGroups: [],
  tags: [],
  allowedModels: [],
  ...NO_CALLER_LIMITS,
};

export function toForm(user: User): UserFormModel {
  const { name, note, role, isEnabled, providerGroups, tags, allowedModels } = user;
  const expiresAt = user.expiresAt ? new Date(user.expiresAt) : null;
  return {
    name,
    note,
    role,
    isEnabled,
    expiresAt,
    providerGroups,
    tags,
    allowedModels,
    ...toCallerLimitForm(user),
  };
}

export function toDraft(form: UserFormModel): UserDraft {
  return {
    ...form,
    ...toCallerLimits(form),
    expiresAt: form.expiresAt?.toISOString() ?? null,
    providerGroups: [...form.providerGroups],
    tags: [...form.tags],
    allowedModels: [...form.allowedModels],
  };
}

export function userRules(path: SchemaPathTree<UserFormModel>): void {
  textRule(path.name, { min: 1, max: TEXT_LENGTHS.name });
  textRule(path.note, { max: TEXT_LENGTHS.note });
  listRule(path.tags, { items: LIST_LENGTHS.tags, length: TEXT_LENGTHS.tag });
  listRule(path.allowedModels, { items: LIST_LENGTHS.models, length: TEXT_LENGTHS.pattern });
  listRule(path.providerGroups, { items: LIST_LENGTHS.groups, length: TEXT_LENGTHS.groupName });
  callerLimitRules(path);
}
