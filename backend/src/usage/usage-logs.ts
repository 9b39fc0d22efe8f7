import { Injectable } from '@nestjs/common';
import { notFound } from '../admin/admin-error';
import { readPage, rowPosition, toPage } from '../admin/paging';
import type { UsageLogPage, UsageLogView } from './usage-log.dto';
import type { UsageLogQuery } from './usage-log.query';
import { providersOfCost } from './cost-breakdown.view';
import { providersIn } from './decision.view';
import { USAGE_LOG_COLUMNS, UsageLogRepository, type UsageLogRow } from './usage-log.repository';
import { usageLogView } from './usage-log.view';

/** The request log as the console and the API show it. */
@Injectable()
export class UsageLogs {
  constructor(private readonly entries: UsageLogRepository) {}

  async list(query: UsageLogQuery): Promise<UsageLogPage> {
    const page = readPage(query, USAGE_LOG_COLUMNS, '-createdAt', 'uuid');
    const rows = await this.entries.page(query, page);
    const names = await this.namesIn(rows);
    return toPage(rows, page, (row) => usageLogView(row, names), rowPosition);
  }

  async get(id: string): Promise<UsageLogView> {
    const row = await this.entries.find(id);
    if (!row) throw notFound('request');
    return usageLogView(row, await this.namesIn([row]));
  }

  private namesIn(rows: readonly UsageLogRow[]): Promise<ReadonlyMap<number, string>> {
    const ids = rows.flatMap(({ entity }) => [
      ...entity.providerChain.flatMap(providersIn),
      ...providersOfCost(entity.costBreakdown),
    ]);
    return this.entries.providerNames([...new Set(ids)]);
  }
}
