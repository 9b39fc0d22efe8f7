import { ApiProperty } from '@nestjs/swagger';

const HEALTH_STATUSES = ['ok', 'degraded', 'unavailable'] as const;
const DEPENDENCY_STATES = ['up', 'down', 'unknown'] as const;

export type HealthStatus = (typeof HEALTH_STATUSES)[number];
export type DependencyState = (typeof DEPENDENCY_STATES)[number];

export class HealthDependencies {
  @ApiProperty({ enum: DEPENDENCY_STATES, enumName: 'DependencyState' })
  readonly postgres: DependencyState;

  @ApiProperty({ enum: DEPENDENCY_STATES, enumName: 'DependencyState' })
  readonly redis: DependencyState;
}

export class HealthView {
  @ApiProperty({
    enum: HEALTH_STATUSES,
    enumName: 'HealthStatus',
    description: '`degraded`: a dependency is away, but the hub still proxies',
  })
  readonly status: HealthStatus;

  @ApiProperty({ type: HealthDependencies })
  readonly dependencies: HealthDependencies;

  @ApiProperty({ example: '0.1.0' })
  readonly version: string;
}
