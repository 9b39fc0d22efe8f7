import { Get, Param, Post, Query } from '@nestjs/common';
import { Access } from '../admin/access.decorator';
import { AdminController } from '../admin/admin-controller.decorator';
import { IdPipe } from '../admin/id.pipe';
import { IdParam } from '../admin/id-param.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { LimitUsageList, LimitUsageQuery, LimitUsageView } from './limit-usage.dto';
import { LimitUsage } from './limit-usage';

const ALL_KINDS = 'All kinds of limits; money without a limit shows what was spent.';
const RESET =
  'Spend of before counts no more, within a second in all gateways. Requests of the last minute, active sessions and what is reserved for requests under way still count.';

@AdminController('', 'Limits')
export class LimitUsageController {
  constructor(private readonly usage: LimitUsage) {}

  @Get('limit-usage')
  @Access('usage:read')
  @Operation({
    summary: 'See how many users, keys or providers stand with their limits',
    description: 'For the rows of a list. Only limits that there are.',
    answer: LimitUsageList,
    refuses: ['validation_failed', ...REFUSALS.plain],
  })
  async listLimitUsage(@Query() { subject, ids }: LimitUsageQuery): Promise<LimitUsageList> {
    return { items: await this.usage.list(subject, ids) };
  }

  @Get('users/:id/limit-usage')
  @IdParam()
  @Access('usage:read')
  @Operation({
    summary: 'See how a user stands with its limits',
    description: ALL_KINDS,
    answer: LimitUsageView,
    refuses: REFUSALS.read,
  })
  getUserLimitUsage(@Param('id', IdPipe) id: number): Promise<LimitUsageView> {
    return this.usage.get('user', id);
  }

  @Post('users/:id/limits/reset')
  @IdParam()
  @Access('users:write')
  @Operation({
    summary: 'Let the limits of a user begin anew',
    description: `${RESET} Holds for the limits of the user’s keys as well.`,
    answer: LimitUsageView,
    refuses: REFUSALS.act,
  })
  resetUserLimits(@Param('id', IdPipe) id: number): Promise<LimitUsageView> {
    return this.usage.reset('user', id);
  }

  @Get('keys/:id/limit-usage')
  @IdParam()
  @Access('usage:read')
  @Operation({
    summary: 'See how a key stands with its limits',
    description: `${ALL_KINDS} Those of its user are not among them.`,
    answer: LimitUsageView,
    refuses: REFUSALS.read,
  })
  getKeyLimitUsage(@Param('id', IdPipe) id: number): Promise<LimitUsageView> {
    return this.usage.get('key', id);
  }

  @Post('keys/:id/limits/reset')
  @IdParam()
  @Access('users:write')
  @Operation({
    summary: 'Let the limits of a key begin anew',
    description: `${RESET} Those of its user stay.`,
    answer: LimitUsageView,
    refuses: REFUSALS.act,
  })
  resetKeyLimits(@Param('id', IdPipe) id: number): Promise<LimitUsageView> {
    return this.usage.reset('key', id);
  }

  @Get('providers/:id/limit-usage')
  @IdParam()
  @Access('usage:read')
  @Operation({
    summary: 'See how a provider stands with its limits',
    description: ALL_KINDS,
    answer: LimitUsageView,
    refuses: REFUSALS.read,
  })
  getProviderLimitUsage(@Param('id', IdPipe) id: number): Promise<LimitUsageView> {
    return this.usage.get('provider', id);
  }

  @Post('providers/:id/limits/reset')
  @IdParam()
  @Access('providers:write')
  @Operation({
    summary: 'Let the limits of a provider begin anew',
    description: RESET,
    answer: LimitUsageView,
    refuses: REFUSALS.act,
  })
  resetProviderLimits(@Param('id', IdPipe) id: number): Promise<LimitUsageView> {
    return this.usage.reset('provider', id);
  }
}
