import { httpResource } from '@angular/common/http';
import { Service, computed } from '@angular/core';
import type { HealthView } from '@cch/api-client/models';
import { apiPath } from './api-path';
import { every } from './every';

const PERIOD_MS = 15_000;

/** The hub's own health, as `/health/ready` reports it. */
@Service()
export class Health {
  private readonly readiness = httpResource<HealthView>(() => apiPath('/health/ready'));

  readonly isDegraded = computed(
    () => this.readiness.hasValue() && this.readiness.value().status === 'degraded',
  );
  readonly failing = computed(() => {
    if (!this.readiness.hasValue()) return [];
    const dependencies = Object.entries(this.readiness.value().dependencies);
    return dependencies.filter(([, state]) => state === 'down').map(([name]) => name);
  });

  constructor() {
    every(PERIOD_MS, () => void this.readiness.reload());
  }
}
