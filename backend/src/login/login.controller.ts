import { Body, Delete, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, Public } from '../admin/access.decorator';
import { AdminController } from '../admin/admin-controller.decorator';
import { UuidPipe } from '../admin/id.pipe';
import { UuidParam } from '../admin/id-param.decorator';
import { Caller, type Identity } from '../admin/identity';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { LoginDraft, LoginPage, LoginQuery, LoginResult, SessionView } from './login.dto';
import { sessionView } from './login.view';
import { LoginDesk } from './login-desk';

@AdminController('auth', 'Login')
export class LoginController {
  constructor(private readonly desk: LoginDesk) {}

  @Post('login')
  @Public()
  @Operation({
    summary: 'Log a browser in',
    description:
      'Sets an HttpOnly, SameSite=Strict cookie. It ends after 7 days without use, after 30 days at the latest, and when ADMIN_TOKEN changes. Ten tries a minute per address.',
    answer: LoginResult,
    refuses: [...REFUSALS.public, 'invalid_credentials', 'not_allowed', 'cross_site_request'],
  })
  login(
    @Body() draft: LoginDraft,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginResult> {
    return this.desk.open(draft, request, reply);
  }

  @Post('logout')
  @Access('session:read')
  @Operation({
    summary: 'Log the browser out',
    status: 204,
    refuses: [...REFUSALS.plain, 'cross_site_request'],
  })
  logout(@Caller() caller: Identity, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    return this.desk.close(caller, reply);
  }

  @Get('session')
  @Access('session:read')
  @Operation({ summary: 'Who is calling', answer: SessionView, refuses: REFUSALS.plain })
  getSession(@Caller() caller: Identity): SessionView {
    return sessionView(caller);
  }

  @Get('logins')
  @Access('logins:read')
  @Operation({
    summary: 'List logins',
    description: 'Newest first.',
    answer: LoginPage,
    refuses: REFUSALS.list,
  })
  listLogins(@Query() query: LoginQuery, @Caller() caller: Identity): Promise<LoginPage> {
    return this.desk.list(query, caller);
  }

  @Delete('logins/:id')
  @UuidParam()
  @Access('logins:write')
  @Operation({
    summary: 'End a login',
    status: 204,
    refuses: REFUSALS.act,
  })
  deleteLogin(@Param('id', UuidPipe) id: string): Promise<void> {
    return this.desk.revoke(id);
  }
}
