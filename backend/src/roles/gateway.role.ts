import { CLOCK } from '../platform/clock';
import { RefusalCounter } from '../proxy/errors/refusal-counter';
import { registerGateway } from '../proxy/gateway.plugin';
import { ModelLister } from '../proxy/models/model-lister';
import { ProxyModule } from '../proxy/proxy.module';
import { RequestPipeline } from '../proxy/request-pipeline';
import { LedgerWriter } from '../proxy/settle/ledger-writer';
import type { Role } from './role';

/** Serves the proxied routes. */
export const gatewayRole: Role = {
  modules: [ProxyModule],

  async mount(app) {
    await registerGateway(app.getHttpAdapter().getInstance(), {
      pipeline: app.get(RequestPipeline),
      models: app.get(ModelLister),
      refusals: app.get(RefusalCounter),
      clock: app.get(CLOCK),
    });
  },

  async drain(app) {
    await app.get(LedgerWriter).drain();
  },
};
