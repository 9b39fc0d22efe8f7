import { Body, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../admin/access.decorator';
import { AdminController, API_PATH } from '../admin/admin-controller.decorator';
import { IdPipe } from '../admin/id.pipe';
import { IdParam } from '../admin/id-param.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { UserDraft, UserPage, UserPatch, UserQuery, UserView } from './user.dto';
import { UsersService } from './users.service';

@AdminController('users', 'Users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @Access('users:read')
  @Operation({
    summary: 'List users',
    answer: UserPage,
    refuses: REFUSALS.list,
  })
  listUsers(@Query() query: UserQuery): Promise<UserPage> {
    return this.users.list(query);
  }

  @Post()
  @Access('users:write')
  @Operation({
    summary: 'Create a user',
    status: 201,
    answer: UserView,
    refuses: REFUSALS.create,
  })
  async createUser(
    @Body() draft: UserDraft,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserView> {
    const user = await this.users.create(draft);
    reply.header('location', `${API_PATH}/users/${user.id}`);
    return user;
  }

  @Get(':id')
  @IdParam()
  @Access('users:read')
  @Operation({ summary: 'Get a user', answer: UserView, refuses: REFUSALS.read })
  getUser(@Param('id', IdPipe) id: number): Promise<UserView> {
    return this.users.get(id);
  }

  @Patch(':id')
  @IdParam()
  @Access('users:write')
  @Operation({
    summary: 'Change a user',
    answer: UserView,
    refuses: REFUSALS.change,
  })
  updateUser(@Param('id', IdPipe) id: number, @Body() patch: UserPatch): Promise<UserView> {
    return this.users.update(id, patch);
  }

  @Delete(':id')
  @IdParam()
  @Access('users:write')
  @Operation({
    summary: 'Delete a user',
    description: 'Ends all keys of the user. The log keeps the name.',
    status: 204,
    refuses: REFUSALS.act,
  })
  deleteUser(@Param('id', IdPipe) id: number): Promise<void> {
    return this.users.delete(id);
  }
}
