import { Get, Inject } from '@nestjs/common';
import { Access } from '../admin/access.decorator';
import { AdminController } from '../admin/admin-controller.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { VERSION } from '../admin/version';
import { type Config, CONFIG } from '../config/config';
import { SettingsStore } from './settings-store';
import { SystemInfoView } from './system-info.dto';

@AdminController('system', 'System')
export class SystemController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly settings: SettingsStore,
  ) {}

  @Get('info')
  @Access('session:read')
  @Operation({ summary: 'What the console needs to know', answer: SystemInfoView, refuses: REFUSALS.plain })
  getSystemInfo(): SystemInfoView {
    const { timeZone } = this.settings.current();
    return { version: VERSION, appUrl: this.config.APP_URL ?? null, timeZone };
  }
}
