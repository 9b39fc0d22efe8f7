import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { RouterLink } from '@angular/router';
import { WIRE_FORMATS, type WireFormat } from '@cch/contracts/wire-formats';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { allPages } from '../../core/all-pages';
import { toProblem, type ApiProblem } from '../../core/api-problem';
import { ProblemNote } from '../../ui/problem-note';
import { SelectLabel } from '../../ui/select-label';
import { keysUrl, type ClientKey } from '../keys/keys-api';
import { USERS_URL, type User } from '../users/users-api';
import { PROVIDER_GROUPS_URL, type ProviderGroup } from './provider-groups-api';
import { ProvidersApi, type SimulationDraft, type SimulationView } from './providers-api';
import { AGENTS, AGENT_NAMES, MODELS, presetOf, type AgentName } from './simulated-callers';
import { SimulationResult } from './simulation-result';

/** Asks who would serve a request right now. */
@Component({
  selector: 'cch-dispatch-simulator',
  imports: [
    FormsModule,
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzInputDirective,
    NzOptionComponent,
    NzSelectComponent,
    ProblemNote,
    SelectLabel,
    SimulationResult,
  ],
  templateUrl: './dispatch-simulator.html',
  styleUrl: './dispatch-simulator.css',
})
export class DispatchSimulator {
  private readonly api = inject(ProvidersApi);
  private readonly groupList = allPages<ProviderGroup>(() => PROVIDER_GROUPS_URL);
  private readonly userList = allPages<User>(() => USERS_URL);
  private readonly keyList = allPages<ClientKey>(() => {
    const userId = this.userId();
    return userId === null ? undefined : keysUrl(userId);
  });

  protected readonly groups = computed(() =>
    this.groupList.hasValue() ? this.groupList.value().map(({ name }) => name) : [],
  );
  protected readonly users = computed(() => (this.userList.hasValue() ? this.userList.value() : []));
  protected readonly keys = computed(() => (this.keyList.hasValue() ? this.keyList.value() : []));
  protected readonly formats = WIRE_FORMATS;
  protected readonly agentNames = AGENT_NAMES;

  /** The caller is a key of this user, or nobody in particular with some groups. */
  protected readonly userId = signal<number | null>(null);
  protected readonly keyId = linkedSignal<number | null>(() => this.keys()[0]?.id ?? null);
  protected readonly callerGroups = signal<string[]>([]);
  protected readonly format = signal<WireFormat>('anthropic');
  protected readonly model = signal(MODELS.anthropic);
  protected readonly userAgent = signal<string>(AGENTS['claude-code']);
  protected readonly preset = computed(() => presetOf(this.userAgent()));
  /** Undefined while something is missing. */
  protected readonly draft = computed<SimulationDraft | undefined>(() => {
    const keyId = this.keyId();
    const isByKey = this.userId() !== null;
    const model = this.model().trim();
    if (model === '' || (isByKey && keyId === null)) return undefined;
    const caller = isByKey && keyId !== null ? { keyId } : { groups: this.callerGroups() };
    return { ...caller, format: this.format(), model, userAgent: this.userAgent().trim() };
  });

  protected readonly isRunning = signal(false);
  protected readonly found = signal<SimulationView | undefined>(undefined);
  protected readonly problem = signal<ApiProblem | undefined>(undefined);

  /** Another format brings its own example of a model, unless somebody has typed one. */
  protected setFormat(format: WireFormat): void {
    if (Object.values(MODELS).includes(this.model())) this.model.set(MODELS[format]);
    this.format.set(format);
  }

  protected usePreset(name: AgentName): void {
    this.userAgent.set(AGENTS[name]);
  }

  protected async run(): Promise<void> {
    const draft = this.draft();
    if (!draft) return;
    this.isRunning.set(true);
    this.problem.set(undefined);
    try {
      this.found.set(await this.api.simulate(draft));
    } catch (error) {
      this.found.set(undefined);
      this.problem.set(toProblem(error));
    } finally {
      this.isRunning.set(false);
    }
  }
}
