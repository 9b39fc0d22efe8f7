import { Injectable, type PipeTransform } from '@nestjs/common';
import { notFound } from './admin-error';
import { MAX_ID } from './fields/query-fields';
import { isUuid } from './fields/value-checks';

/** A numeric id in the path. What cannot be an id names nothing, so it is a 404. */
@Injectable()
export class IdPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    const id = /^\d{1,10}$/.test(value) ? Number(value) : 0;
    if (id < 1 || id > MAX_ID) throw notFound('resource');
    return id;
  }
}

/** A UUID in the path. */
@Injectable()
export class UuidPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isUuid(value)) throw notFound('resource');
    return value.toLowerCase();
  }
}
