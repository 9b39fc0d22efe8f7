import { AdminFeaturesModule } from './admin-features.module';
import { configureAdminHttp } from './admin-http';
import { serveConsole } from './console';
import type { Role } from './role';

/** Serves the admin API, its documentation and the console. */
export const adminRole: Role = {
  modules: [AdminFeaturesModule],

  async mount(app) {
    await configureAdminHttp(app);
    await serveConsole(app.getHttpAdapter().getInstance());
  },

  async drain() {},
};
