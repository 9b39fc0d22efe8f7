import { Body, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../admin/access.decorator';
import { AdminController, API_PATH } from '../admin/admin-controller.decorator';
import { IdPipe } from '../admin/id.pipe';
import { IdParam } from '../admin/id-param.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { ProviderDraft, ProviderPatch } from './provider.dto';
import { ProviderPage, ProviderQuery, ProviderView } from './provider-page.dto';
import { ProvidersService } from './providers.service';

@AdminController('providers', 'Providers')
export class ProvidersController {
  constructor(private readonly providers: ProvidersService) {}

  @Get()
  @Access('providers:read')
  @Operation({
    summary: 'List providers',
    answer: ProviderPage,
    refuses: REFUSALS.list,
  })
  listProviders(@Query() query: ProviderQuery): Promise<ProviderPage> {
    return this.providers.list(query);
  }

  @Post()
  @Access('providers:write')
  @Operation({
    summary: 'Create a provider',
    status: 201,
    answer: ProviderView,
    refuses: REFUSALS.create,
  })
  async createProvider(
    @Body() draft: ProviderDraft,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProviderView> {
    const provider = await this.providers.create(draft);
    reply.header('location', `${API_PATH}/providers/${provider.id}`);
    return provider;
  }

  @Get(':id')
  @IdParam()
  @Access('providers:read')
  @Operation({ summary: 'Get a provider', answer: ProviderView, refuses: REFUSALS.read })
  getProvider(@Param('id', IdPipe) id: number): Promise<ProviderView> {
    return this.providers.get(id);
  }

  @Patch(':id')
  @IdParam()
  @Access('providers:write')
  @Operation({
    summary: 'Change a provider',
    answer: ProviderView,
    refuses: REFUSALS.change,
  })
  updateProvider(@Param('id', IdPipe) id: number, @Body() patch: ProviderPatch): Promise<ProviderView> {
    return this.providers.update(id, patch);
  }

  @Delete(':id')
  @IdParam()
  @Access('providers:write')
  @Operation({
    summary: 'Delete a provider',
    description: 'No further request goes there; running ones end normally. The log keeps the name.',
    status: 204,
    refuses: REFUSALS.act,
  })
  deleteProvider(@Param('id', IdPipe) id: number): Promise<void> {
    return this.providers.delete(id);
  }
}
