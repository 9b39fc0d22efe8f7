import { Get, Param, Query } from '@nestjs/common';
import { Access } from '../admin/access.decorator';
import { AdminController } from '../admin/admin-controller.decorator';
import { UuidPipe } from '../admin/id.pipe';
import { UuidParam } from '../admin/id-param.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { UsageLogPage, UsageLogView } from './usage-log.dto';
import { UsageLogQuery } from './usage-log.query';
import { UsageLogs } from './usage-logs';

@AdminController('usage-logs', 'Usage logs')
export class UsageController {
  constructor(private readonly logs: UsageLogs) {}

  @Get()
  @Access('usage:read')
  @Operation({
    summary: 'List requests',
    description: 'One entry per request that reached the hub with a known key.',
    answer: UsageLogPage,
    refuses: REFUSALS.list,
  })
  listUsageLogs(@Query() query: UsageLogQuery): Promise<UsageLogPage> {
    return this.logs.list(query);
  }

  @Get(':id')
  @UuidParam()
  @Access('usage:read')
  @Operation({ summary: 'Get a request', answer: UsageLogView, refuses: REFUSALS.read })
  getUsageLog(@Param('id', UuidPipe) id: string): Promise<UsageLogView> {
    return this.logs.get(id);
  }
}
