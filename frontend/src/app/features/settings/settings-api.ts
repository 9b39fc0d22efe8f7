import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import type { SettingsPatch, SettingsView } from '@cch/api-client/models';
import { firstValueFrom } from 'rxjs';
import { apiPath } from '../../core/api-path';

export type { SettingsPatch, SettingsView };
export type SettingName = keyof SettingsView['sources'];

export const SETTINGS_URL = apiPath('/api/v1/settings');

@Service()
export class SettingsApi {
  private readonly http = inject(HttpClient);

  change(patch: SettingsPatch): Promise<SettingsView> {
    return firstValueFrom(this.http.patch<SettingsView>(SETTINGS_URL, patch));
  }
}
