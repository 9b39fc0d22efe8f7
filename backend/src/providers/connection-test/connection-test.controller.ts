import { Body, Param, Post, Res } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../../admin/access.decorator';
import { AdminController } from '../../admin/admin-controller.decorator';
import { IdPipe } from '../../admin/id.pipe';
import { IdParam } from '../../admin/id-param.decorator';
import { Operation, REFUSALS } from '../../admin/operation.decorator';
import { ConnectionTestDraft, ConnectionTestOptions, ConnectionTestView } from './connection-test.dto';
import { ConnectionTestService } from './connection-test.service';

const WHAT_IT_DOES =
  'Sends a small real request, which costs what it costs, the way a client’s would go: through the proxy, with ' +
  'headers, redirects and overrides. A provider that fails is a result, not an error. Circuit breaker and usage log ' +
  'do not learn of it. It ends when the connection closes.';

@AdminController('providers', 'Providers')
export class ConnectionTestController {
  constructor(private readonly tests: ConnectionTestService) {}

  @Post('test')
  @Access('providers:write')
  @Operation({
    summary: 'Test a provider that is not saved',
    description: WHAT_IT_DOES,
    answer: ConnectionTestView,
    refuses: [...REFUSALS.public, ...REFUSALS.plain, 'cross_site_request'],
  })
  testDraft(
    @Body() draft: ConnectionTestDraft,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectionTestView> {
    return this.tests.testDraft(draft, whenLeft(reply));
  }

  @Post(':id/test')
  @IdParam()
  @Access('providers:write')
  @ApiBody({ type: ConnectionTestOptions, required: false })
  @Operation({
    summary: 'Test a provider',
    description: WHAT_IT_DOES,
    answer: ConnectionTestView,
    refuses: [...REFUSALS.public, ...REFUSALS.act, 'conflict'],
  })
  testProvider(
    @Param('id', IdPipe) id: number,
    @Body() options: ConnectionTestOptions,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectionTestView> {
    return this.tests.testSaved(id, options, whenLeft(reply));
  }
}

function whenLeft({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  raw.once('close', () => left.abort());
  return left.signal;
}
