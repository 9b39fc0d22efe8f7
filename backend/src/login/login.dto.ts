import { PERMISSIONS, type Permission } from '@cch/contracts/permissions';
import { PERMISSION_ROLES, type PermissionRole } from '@cch/contracts/roles';
import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../admin/fields/fields';
import { NextCursor } from '../admin/next-cursor.decorator';
import { PageQuery } from '../admin/page-query';

export class LoginDraft {
  @TextField({ description: 'The administrator’s token', example: 'the ADMIN_TOKEN', min: 1, max: 512 })
  readonly token: string;
}

/** Who the caller is and what they may do. */
export class SessionView {
  @ApiProperty({ enum: PERMISSION_ROLES, enumName: 'PermissionRole' })
  readonly role: PermissionRole;

  @ApiProperty({ example: 'admin' })
  readonly name: string;

  @ApiProperty({ enum: PERMISSIONS, enumName: 'Permission', isArray: true })
  readonly permissions: readonly Permission[];

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When the login ends if it is not used again; null for a token sent with each request',
  })
  readonly expiresAt: string | null;
}

export const LOGIN_WARNINGS = ['secure_cookie_over_http'] as const;

export class LoginWarning {
  @ApiProperty({ enum: LOGIN_WARNINGS, enumName: 'LoginWarningCode' })
  readonly code: (typeof LOGIN_WARNINGS)[number];

  @ApiProperty({ description: 'What will happen and the two remedies, in English' })
  readonly message: string;
}

export class LoginResult extends SessionView {
  @ApiProperty({
    type: LoginWarning,
    required: false,
    description: 'Present when the browser is going to drop the cookie',
  })
  readonly warning?: LoginWarning;
}

export class LoginQuery extends PageQuery {}

export class LoginView {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ enum: PERMISSION_ROLES, enumName: 'PermissionRole' })
  readonly role: PermissionRole;

  @ApiProperty({ example: 'admin' })
  readonly name: string;

  @ApiProperty({ type: 'string', nullable: true, example: '203.0.113.9' })
  readonly clientIp: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly userAgent: string | null;

  @ApiProperty({ description: 'Whether it is the login this request was made with' })
  readonly isCurrent: boolean;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: 'string', format: 'date-time', description: 'To within a minute' })
  readonly lastSeenAt: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly expiresAt: string;
}

export class LoginPage {
  @ApiProperty({ type: [LoginView] })
  readonly items: readonly LoginView[];

  @NextCursor()
  readonly nextCursor: string | null;
}
