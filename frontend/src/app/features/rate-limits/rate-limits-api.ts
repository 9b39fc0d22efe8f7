import type { RateLimitBucketView, RateLimitEventView, RateLimitSummaryView } from '@cch/api-client/models';
import { apiPath } from '../../core/api-path';

export type Refusal = RateLimitEventView;
export type RefusalSummary = RateLimitSummaryView;
export type RefusalBucket = RateLimitBucketView;

export const REFUSALS_URL = apiPath('/api/v1/rate-limit-events');
export const REFUSAL_SUMMARY_URL = apiPath('/api/v1/rate-limit-events/summary');
