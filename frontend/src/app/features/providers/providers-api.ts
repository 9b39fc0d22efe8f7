import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import type {
  ConnectionTestDraft,
  ConnectionTestView,
  ModelRedirectDto,
  ModelRuleDto,
  ProviderCircuitDetails,
  ProviderCircuitList,
  ProviderCircuitSummary,
  ProviderDraft,
  ProviderPage,
  ProviderPatch,
  ProviderView,
  SimulationDraft,
  SimulationView,
} from '@cch/api-client/models';
import { firstValueFrom } from 'rxjs';
import { apiPath } from '../../core/api-path';

export type Provider = ProviderView;
export type ModelRule = ModelRuleDto;
export type ModelRedirect = ModelRedirectDto;
export type Circuit = ProviderCircuitSummary;
export type CircuitList = ProviderCircuitList;
export type CircuitDetails = ProviderCircuitDetails;
export type TestDraft = ConnectionTestDraft;
export type { SimulationDraft, SimulationView };
export type TestResult = ConnectionTestView;
export type { ProviderDraft, ProviderPage };

export const PROVIDERS_URL = apiPath('/api/v1/providers');

export function providerUrl(id: number | string): string {
  return apiPath('/api/v1/providers/{id}', id);
}

export const CIRCUITS_URL = apiPath('/api/v1/providers/circuits');

export function circuitUrl(id: number | string): string {
  return apiPath('/api/v1/providers/{id}/circuit', id);
}

@Service()
export class ProvidersApi {
  private readonly http = inject(HttpClient);

  create(draft: ProviderDraft): Promise<Provider> {
    return firstValueFrom(this.http.post<Provider>(PROVIDERS_URL, draft));
  }

  change(id: number, patch: ProviderPatch): Promise<Provider> {
    return firstValueFrom(this.http.patch<Provider>(providerUrl(id), patch));
  }

  async setCircuit(id: number, action: 'open' | 'reset'): Promise<void> {
    await firstValueFrom(this.http.post(`${circuitUrl(id)}/${action}`, undefined));
  }

  test(id: number): Promise<TestResult> {
    return firstValueFrom(this.http.post<TestResult>(apiPath('/api/v1/providers/{id}/test', id), {}));
  }

  testDraft(draft: TestDraft): Promise<TestResult> {
    return firstValueFrom(this.http.post<TestResult>(apiPath('/api/v1/providers/test'), draft));
  }

  simulate(draft: SimulationDraft): Promise<SimulationView> {
    return firstValueFrom(this.http.post<SimulationView>(apiPath('/api/v1/providers/simulate'), draft));
  }

  async remove(id: number): Promise<void> {
    await firstValueFrom(this.http.delete(providerUrl(id)));
  }
}
