import type { UsageLogPage, UsageLogView } from '@cch/api-client/models';
import { apiPath } from '../../core/api-path';

export type LogEntry = UsageLogView;
export type LogPage = UsageLogPage;
/** A decision of the chain with the provider's name at the time of reading. */
export type LogDecision = UsageLogView['providerChain'][number];

export const USAGE_LOGS_URL = apiPath('/api/v1/usage-logs');
export const LOG_PAGE_SIZE = 50;
