import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import type { LimitStandingView, LimitUsageList, LimitUsageView } from '@cch/api-client/models';
import type { LimitSubject } from '@cch/contracts/limit-kinds';
import { firstValueFrom } from 'rxjs';
import { apiPath } from '../../core/api-path';

export type LimitUsage = LimitUsageView;
export type LimitStanding = LimitStandingView;
export type { LimitUsageList };

export const LIMIT_USAGE_URL = apiPath('/api/v1/limit-usage');

const USAGE_PATHS = {
  user: '/api/v1/users/{id}/limit-usage',
  key: '/api/v1/keys/{id}/limit-usage',
  provider: '/api/v1/providers/{id}/limit-usage',
} as const;

const RESET_PATHS = {
  user: '/api/v1/users/{id}/limits/reset',
  key: '/api/v1/keys/{id}/limits/reset',
  provider: '/api/v1/providers/{id}/limits/reset',
} as const;

export function limitUsageUrl(subject: LimitSubject, id: number): string {
  return apiPath(USAGE_PATHS[subject], id);
}

@Service()
export class LimitsApi {
  private readonly http = inject(HttpClient);

  reset(subject: LimitSubject, id: number): Promise<LimitUsage> {
    return firstValueFrom(this.http.post<LimitUsage>(apiPath(RESET_PATHS[subject], id), undefined));
  }
}
