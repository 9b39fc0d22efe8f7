import { Body, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { Access } from '../admin/access.decorator';
import { AdminController } from '../admin/admin-controller.decorator';
import { IdPipe } from '../admin/id.pipe';
import { IdParam } from '../admin/id-param.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { IssuedKeyView, KeyPatch, KeyView } from './key.dto';
import { KeysService } from './keys.service';

@AdminController('keys', 'Keys')
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Get(':id')
  @IdParam()
  @Access('users:read')
  @Operation({ summary: 'Get a key', answer: KeyView, refuses: REFUSALS.read })
  getKey(@Param('id', IdPipe) id: number): Promise<KeyView> {
    return this.keys.get(id);
  }

  @Patch(':id')
  @IdParam()
  @Access('users:write')
  @Operation({
    summary: 'Change a key',
    answer: KeyView,
    refuses: REFUSALS.change,
  })
  updateKey(@Param('id', IdPipe) id: number, @Body() patch: KeyPatch): Promise<KeyView> {
    return this.keys.update(id, patch);
  }

  @Delete(':id')
  @IdParam()
  @Access('users:write')
  @Operation({
    summary: 'Delete a key',
    description: 'The key is refused from now on. The log keeps its name.',
    status: 204,
    refuses: REFUSALS.act,
  })
  deleteKey(@Param('id', IdPipe) id: number): Promise<void> {
    return this.keys.delete(id);
  }

  @Post(':id/rotate')
  @IdParam()
  @Access('users:write')
  @Operation({
    summary: 'Give a key a new secret',
    description: 'The old secret is refused from now on. The answer holds the new one, this once.',
    answer: IssuedKeyView,
    refuses: REFUSALS.act,
  })
  rotateKey(@Param('id', IdPipe) id: number): Promise<IssuedKeyView> {
    return this.keys.rotate(id);
  }
}
