import { Body, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../admin/access.decorator';
import { AdminController, API_PATH } from '../admin/admin-controller.decorator';
import { IdPipe } from '../admin/id.pipe';
import { IdParam } from '../admin/id-param.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { IssuedKeyView, KeyDraft, KeyPage, KeyQuery } from './key.dto';
import { KeysService } from './keys.service';

@AdminController('users/:userId/keys', 'Keys')
export class UserKeysController {
  constructor(private readonly keys: KeysService) {}

  @Get()
  @IdParam('userId')
  @Access('users:read')
  @Operation({
    summary: 'List the keys of a user',
    answer: KeyPage,
    refuses: [...REFUSALS.list, 'not_found'],
  })
  listKeys(@Param('userId', IdPipe) userId: number, @Query() query: KeyQuery): Promise<KeyPage> {
    return this.keys.list(userId, query);
  }

  @Post()
  @IdParam('userId')
  @Access('users:write')
  @Operation({
    summary: 'Create a key for a user',
    description: 'The answer holds the whole secret, this once.',
    status: 201,
    answer: IssuedKeyView,
    refuses: REFUSALS.change,
  })
  async createKey(
    @Param('userId', IdPipe) userId: number,
    @Body() draft: KeyDraft,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuedKeyView> {
    const key = await this.keys.create(userId, draft);
    reply.header('location', `${API_PATH}/keys/${key.id}`);
    return key;
  }
}
