import { Get, Inject } from '@nestjs/common';
import { type Config, CONFIG } from '../config/config';
import { Access } from './access.decorator';
import { AdminController } from './admin-controller.decorator';
import { Operation, REFUSALS } from './operation.decorator';
import { SystemInfoView } from './system-info.dto';
import { VERSION } from './version';

@AdminController('system', 'System')
export class SystemController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get('info')
  @Access('session:read')
  @Operation({ summary: 'What the console needs to know', answer: SystemInfoView, refuses: REFUSALS.plain })
  getSystemInfo(): SystemInfoView {
    return { version: VERSION, appUrl: this.config.APP_URL ?? null, timeZone: this.config.TZ };
  }
}
