import { ADMIN_ERROR_CODES, type AdminErrorCode, FIELD_ERROR_CODES } from '@cch/contracts/error-codes';
import type { FieldErrorCode } from '@cch/contracts/error-codes';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class FieldProblem {
  @ApiProperty({
    description: 'Where the field is in the body or query; empty for the whole body',
    example: 'allowedModels[0].pattern',
  })
  readonly path: string;

  @ApiProperty({ enum: FIELD_ERROR_CODES, enumName: 'FieldErrorCode', example: 'invalid_regex' })
  readonly code: FieldErrorCode;

  @ApiProperty({ description: 'What is wrong, in English', example: 'must be a regular expression' })
  readonly message: string;
}

/** Problem document after RFC 9457. */
export class Problem {
  @ApiProperty({
    description: 'URN made of the code',
    example: 'urn:claude-code-hub:problem:validation_failed',
  })
  readonly type: string;

  @ApiProperty({ description: 'The same for all problems of a code', example: 'Some fields are not valid' })
  readonly title: string;

  @ApiProperty({ type: 'integer', example: 400 })
  readonly status: number;

  @ApiProperty({ description: 'What happened this time, in English' })
  readonly detail: string;

  @ApiProperty({ enum: ADMIN_ERROR_CODES, enumName: 'AdminErrorCode', example: 'validation_failed' })
  readonly code: AdminErrorCode;

  @ApiProperty({ type: [FieldProblem], description: 'The fields at fault; empty when no field is' })
  readonly errors: readonly FieldProblem[];

  @ApiProperty({ description: 'Also in the header `x-request-id` and in the log of the hub' })
  readonly requestId: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'With `in_use`: how many resources of each kind refer to this one',
    example: { users: 2, keys: 0, providers: 1 },
  })
  readonly usedBy?: Readonly<Record<string, number>>;
}
