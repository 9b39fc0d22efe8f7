import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import { TextField } from './fields/fields';
import { QueryInteger } from './fields/query-fields';

/** What every list takes. The subclass adds `sort` and its filters. */
export class PageQuery {
  @QueryInteger({ description: 'Most entries of the answer', range: FIELD_RANGES.pageLimit })
  readonly limit?: number;

  @TextField({
    description: '`nextCursor` of the page before; the other parameters must stay the same',
    max: 2048,
    presence: 'optional',
  })
  readonly cursor?: string;
}
