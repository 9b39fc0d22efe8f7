import { ApiProperty } from '@nestjs/swagger';

/** The cursor of a page: where the next one starts. */
export function NextCursor(): PropertyDecorator {
  return ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Cursor of the next page; null on the last',
  });
}
