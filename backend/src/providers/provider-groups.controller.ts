import { Body, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../admin/access.decorator';
import { AdminController, API_PATH } from '../admin/admin-controller.decorator';
import { IdPipe } from '../admin/id.pipe';
import { IdParam } from '../admin/id-param.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import {
  ProviderGroupDraft,
  ProviderGroupPage,
  ProviderGroupPatch,
  ProviderGroupQuery,
  ProviderGroupView,
} from './provider-group.dto';
import { ProviderGroupsService } from './provider-groups.service';

@AdminController('provider-groups', 'Provider groups')
export class ProviderGroupsController {
  constructor(private readonly groups: ProviderGroupsService) {}

  @Get()
  @Access('providers:read')
  @Operation({
    summary: 'List provider groups',
    answer: ProviderGroupPage,
    refuses: REFUSALS.list,
  })
  listProviderGroups(@Query() query: ProviderGroupQuery): Promise<ProviderGroupPage> {
    return this.groups.list(query);
  }

  @Post()
  @Access('providers:write')
  @Operation({
    summary: 'Create a provider group',
    status: 201,
    answer: ProviderGroupView,
    refuses: REFUSALS.create,
  })
  async createProviderGroup(
    @Body() draft: ProviderGroupDraft,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProviderGroupView> {
    const group = await this.groups.create(draft);
    reply.header('location', `${API_PATH}/provider-groups/${group.id}`);
    return group;
  }

  @Get(':id')
  @IdParam()
  @Access('providers:read')
  @Operation({
    summary: 'Get a provider group',
    answer: ProviderGroupView,
    refuses: REFUSALS.read,
  })
  getProviderGroup(@Param('id', IdPipe) id: number): Promise<ProviderGroupView> {
    return this.groups.get(id);
  }

  @Patch(':id')
  @IdParam()
  @Access('providers:write')
  @Operation({
    summary: 'Change a provider group',
    description:
      'A new name replaces the old one in all users, keys and providers. `default` keeps its name (`conflict`).',
    answer: ProviderGroupView,
    refuses: [...REFUSALS.change, 'conflict'],
  })
  updateProviderGroup(
    @Param('id', IdPipe) id: number,
    @Body() patch: ProviderGroupPatch,
  ): Promise<ProviderGroupView> {
    return this.groups.update(id, patch);
  }

  @Delete(':id')
  @IdParam()
  @Access('providers:write')
  @Operation({
    summary: 'Delete a provider group',
    description: 'Refused while anything refers to it (`in_use`), and for `default` (`conflict`).',
    status: 204,
    refuses: [...REFUSALS.act, 'in_use', 'conflict'],
  })
  deleteProviderGroup(@Param('id', IdPipe) id: number): Promise<void> {
    return this.groups.delete(id);
  }
}
