import { LedgerDrain } from '../usage/ledger-drain';
import { LostRequests } from '../usage/lost-requests';
import { UsageWorkerModule } from '../usage/usage.worker.module';
import type { Role } from './role';

/** Does the work that no request waits for. It serves nothing but its health. */
export const workerRole: Role = {
  modules: [UsageWorkerModule],

  async mount() {},

  async drain(app) {
    app.get(LostRequests).stop();
    await app.get(LedgerDrain).stop();
  },
};
