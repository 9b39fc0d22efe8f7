import { ApiParam } from '@nestjs/swagger';

/** Documents a numeric id in the path. */
export function IdParam(name = 'id'): MethodDecorator {
  return ApiParam({ name, schema: { type: 'integer', minimum: 1 } });
}

/** Documents a UUID in the path. */
export function UuidParam(name = 'id'): MethodDecorator {
  return ApiParam({ name, schema: { type: 'string', format: 'uuid' } });
}
