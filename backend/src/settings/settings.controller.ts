import { Body, Get, Patch } from '@nestjs/common';
import { Access } from '../admin/access.decorator';
import { AdminController } from '../admin/admin-controller.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { SettingsPatch, SettingsView } from './settings.dto';
import { SettingsService } from './settings.service';

@AdminController('settings', 'Settings')
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  @Get()
  @Access('settings:read')
  @Operation({
    summary: 'Get the settings in force',
    description: '`sources` says of each where its value comes from.',
    answer: SettingsView,
    refuses: REFUSALS.plain,
  })
  getSettings(): SettingsView {
    return this.settings.get();
  }

  @Patch()
  @Access('settings:write')
  @Operation({
    summary: 'Change settings',
    description:
      'In force in all processes within a second. What is absent stays, also within `limitOutage`; null sets a value back to its default.',
    answer: SettingsView,
    refuses: [...REFUSALS.public, ...REFUSALS.plain, 'cross_site_request'],
  })
  updateSettings(@Body() patch: SettingsPatch): Promise<SettingsView> {
    return this.settings.update(patch);
  }
}
