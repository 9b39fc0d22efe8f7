import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';

/** The name under which this process keeps what is its own in Redis. Made anew at each start. */
@Injectable()
export class HubInstance {
  readonly id = randomUUID();
}
