import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { type Config, CONFIG } from '../../config/config';
import { LOGGER } from '../../platform/observability/logger';

const WAITING = '.ndjson';
const TAKEN = '.taken';
const REFUSED = 'refused.rows';

/** The ledger's last resort: a folder of files, one line per batch of rows, synced to disk before anybody goes on. */
@Injectable()
export class LedgerSpool {
  private readonly folder: string;
  private readonly file: string;
  private isReplaying = false;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.folder = path.resolve(config.DATA_DIR, 'spool');
    this.file = path.join(this.folder, randomUUID() + WAITING);
  }

  /** @param batch JSON array of ledger rows */
  async append(batch: string): Promise<void> {
    await this.write(this.file, batch);
  }

  /** Keeps rows that PostgreSQL will never take, for a person to look at. */
  async keepRefused(batch: string): Promise<void> {
    await this.write(path.join(this.folder, REFUSED), batch);
  }

  /** Hands every waiting batch to `persist`; what it cannot take stays for the next time. */
  async replay(persist: (batch: string) => Promise<void>): Promise<void> {
    if (this.isReplaying) return;
    this.isReplaying = true;
    try {
      for (const name of await this.files()) await this.replayFile(path.join(this.folder, name), persist);
    } finally {
      this.isReplaying = false;
    }
  }

  private async files(): Promise<readonly string[]> {
    try {
      const names = await readdir(this.folder);
      return names.filter((name) => name.endsWith(WAITING) || name.endsWith(TAKEN));
    } catch {
      // ENOENT: nothing was ever spooled.
      return [];
    }
  }

  // Renamed first, so that rows that are spooled meanwhile start a new file. A file left over from a crash is taken
  // again; rows that were persisted then are persisted twice, which changes nothing.
  private async replayFile(file: string, persist: (batch: string) => Promise<void>): Promise<void> {
    const taken = file.endsWith(TAKEN) ? file : `${file}.${randomUUID()}${TAKEN}`;
    try {
      if (taken !== file) await rename(file, taken);
      const batches = (await readFile(taken, 'utf8')).split('\n').filter((line) => line.endsWith(']'));
      for (const batch of batches) await persist(batch);
      await rm(taken);
      this.logger.info({ batches: batches.length }, 'spooled ledger rows are in the ledger');
    } catch (error) {
      // PostgreSQL and Redis are still away, or another process took the file. Next time.
      this.logger.debug({ err: error }, 'spool not replayed');
    }
  }

  private async write(file: string, line: string): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const handle = await open(file, 'a', 0o600);
    try {
      await handle.write(`${line}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
