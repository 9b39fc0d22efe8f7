import { Get, Query } from '@nestjs/common';
import { Access } from '../admin/access.decorator';
import { AdminController } from '../admin/admin-controller.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { RateLimitEventPage, RateLimitEventQuery } from './rate-limit-event.dto';
import { RateLimitEvents } from './rate-limit-events';
import { RateLimitSummaryQuery, RateLimitSummaryView } from './rate-limit-summary.dto';

@AdminController('rate-limit-events', 'Limits')
export class RateLimitEventsController {
  constructor(private readonly events: RateLimitEvents) {}

  @Get()
  @Access('usage:read')
  @Operation({
    summary: 'List the requests that limits have refused',
    description: 'Providers at a limit are passed over, which is no refusal: the usage log tells it.',
    answer: RateLimitEventPage,
    refuses: REFUSALS.list,
  })
  listRateLimitEvents(@Query() query: RateLimitEventQuery): Promise<RateLimitEventPage> {
    return this.events.list(query);
  }

  @Get('summary')
  @Access('usage:read')
  @Operation({
    summary: 'Count the requests that limits have refused',
    answer: RateLimitSummaryView,
    refuses: ['validation_failed', ...REFUSALS.plain],
  })
  summarizeRateLimitEvents(@Query() query: RateLimitSummaryQuery): Promise<RateLimitSummaryView> {
    return this.events.summary(query);
  }
}
