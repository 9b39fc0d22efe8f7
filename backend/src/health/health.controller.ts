import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../admin/access.decorator';
import { HealthView } from './health.dto';
import { HealthChecks } from './health-checks';

@ApiTags('Health')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly checks: HealthChecks) {}

  @Get('live')
  @ApiOperation({
    summary: 'Is the process alive',
    description: 'Waits for nothing: the dependencies are as the last look at them found them.',
  })
  @ApiResponse({ status: 200, type: HealthView, description: 'The process answers' })
  getLiveness(): HealthView {
    return this.checks.live();
  }

  @Get('ready')
  @ApiOperation({ summary: 'May requests be sent here', description: 'Answers within a second or so.' })
  @ApiResponse({ status: 200, type: HealthView, description: 'Yes; `degraded` when a dependency is away' })
  @ApiResponse({ status: 503, type: HealthView, description: 'No' })
  async getReadiness(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthView> {
    const health = await this.checks.ready();
    if (health.status === 'unavailable') reply.status(503);
    return health;
  }
}
