import { All, Controller, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './access.decorator';
import { AdminError } from './admin-error';
import { KnownPaths } from './known-paths';

/** Answers what no other controller does below `/api`, so that the console's pages never stand in for an answer. */
@ApiExcludeController()
@Public()
@Controller('/api')
export class UnknownPathController {
  constructor(private readonly paths: KnownPaths) {}

  @All('*')
  refuse(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): never {
    const [path = ''] = request.url.split('?');
    const methods = this.paths.methodsOf(path);
    if (methods.length === 0) throw new AdminError('not_found', 'There is no such path.');
    reply.header('allow', methods.join(', '));
    throw new AdminError('method_not_allowed', `The path takes ${methods.join(', ')}.`);
  }
}
