import { applyDecorators, Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

/** Where the versioned API lives. A prefix of the controllers themselves, so that the gateway's paths stay free of it. */
export const API_PATH = '/api/v1';

/** A controller of the admin API, such as `AdminController('users', 'Users')` for `/api/v1/users`. */
export function AdminController(path: string, tag: string) {
  return applyDecorators(Controller(path ? `${API_PATH}/${path}` : API_PATH), ApiTags(tag));
}
