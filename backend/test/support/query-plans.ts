import type { Logger } from 'typeorm';
import { expect } from 'vitest';
import type { AdminApp } from './admin-app';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

export interface QueryPlan<Body> {
  readonly answer: Body;
  /** Kinds of the nodes that read the table. */
  readonly types: ReadonlySet<string>;
  /** Rows of the table that were looked at. */
  readonly touched: number;
}

/** Tells how PostgreSQL finds what a path of the admin API answers with. */
export class QueryPlans {
  private readonly queries: { sql: string; parameters: readonly unknown[] }[] = [];

  /** @param table whose first query counts; its partitions belong to it */
  constructor(
    private readonly app: AdminApp,
    private readonly table: string,
  ) {
    const logger: Logger = {
      logQuery: (sql, parameters) => {
        if (!sql.includes(`"${table}" `)) return;
        this.queries.push({ sql, parameters: Array.isArray(parameters) ? parameters : [] });
      },
      logQueryError: () => undefined,
      logQuerySlow: () => undefined,
      logSchemaBuild: () => undefined,
      logMigration: () => undefined,
      log: () => undefined,
    };
    app.database.setOptions({ logger, logging: true });
  }

  async of<Body>(path: string): Promise<QueryPlan<Body>> {
    this.queries.length = 0;
    const answer = await this.app.client.get<Body>(path);
    expect(answer.status, answer.text).toBe(200);
    const [query] = this.queries;
    const rows: { 'QUERY PLAN': [{ Plan: PlanNode }] }[] = await this.app.database.query(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${query?.sql}`,
      [...(query?.parameters ?? [])],
    );
    const nodes = rows.flatMap((row) => this.nodesOf(row['QUERY PLAN'][0].Plan));
    return {
      answer: answer.body,
      types: new Set(nodes.map((node) => node['Node Type'])),
      touched: nodes.reduce((sum, node) => sum + touchedBy(node), 0),
    };
  }

  private nodesOf(node: PlanNode): readonly PlanNode[] {
    const below = (node.Plans ?? []).flatMap((inner) => this.nodesOf(inner));
    return node['Relation Name']?.startsWith(this.table) ? [node, ...below] : below;
  }
}

function touchedBy(node: PlanNode): number {
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return node['Actual Loops'] * (node['Actual Rows'] + removed);
}
