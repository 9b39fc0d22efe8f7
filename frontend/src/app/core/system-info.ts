import { httpResource } from '@angular/common/http';
import { Service, computed, inject } from '@angular/core';
import type { SystemInfoView } from '@cch/api-client/models';
import { apiPath } from './api-path';
import { Auth } from './auth';

/** What the hub says about itself, once somebody is signed in. */
@Service()
export class SystemInfo {
  private readonly auth = inject(Auth);
  private readonly info = httpResource<SystemInfoView>(() =>
    this.auth.session() ? apiPath('/api/v1/system/info') : undefined,
  );
  private readonly view = computed(() => (this.info.hasValue() ? this.info.value() : undefined));

  readonly version = computed(() => this.view()?.version);
  /** The zone that all times are shown in; undefined, until known, means the browser's. */
  readonly timeZone = computed(() => this.view()?.timeZone);
  /** The address that clients use: the configured one, else the one that this browser reached the hub by. */
  readonly address = computed(() => (this.view()?.appUrl ?? location.origin).replace(/\/+$/, ''));

  /** Asks again, after a setting was changed. */
  reload(): void {
    this.info.reload();
  }
}
