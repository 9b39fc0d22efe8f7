import { Component, computed, inject, signal } from '@angular/core';
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
import { StatusDot, type Tone } from '../../ui/status-dot';
import { keysUrl, type ClientKey } from '../keys/keys-api';
import { USERS_URL, type User } from '../users/users-api';
import { PROVIDER_GROUPS_URL, type ProviderGroup } from './provider-groups-api';
import { ProvidersApi, type SimulationDraft, type SimulationView } from './providers-api';

/** User agents of the clients that people ask about, as these clients send them. */
const AGENTS = [
  { name: 'Claude Code', agent: 'claude-cli/2.1.330 (external, cli)' },
  { name: 'Codex CLI', agent: 'codex_cli_rs/0.169.0' },
  { name: 'Gemini CLI', agent: 'GeminiCLI-tui/0.61.0' },
  { name: 'opencode', agent: 'opencode/1.18.33' },
];

/** A model to begin with for each format. */
const MODELS: Readonly<Record<WireFormat, string>> = {
  anthropic: 'claude-opus-5-5',
  'openai-chat': 'gpt-5.5',
  'openai-responses': 'gpt-5.5',
  gemini: 'gemini-3.8-flash',
};

const TONES: Readonly<Record<SimulationView['providers'][number]['standing'], Tone>> = {
  candidate: 'good',
  reserve: 'idle',
  skipped: 'bad',
};

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
    StatusDot,
  ],
  templateUrl: './dispatch-simulator.html',
  styleUrl: './dispatch-simulator.css',
})
export class DispatchSimulator {
  private readonly api = inject(ProvidersApi);
  private readonly groupList = allPages<ProviderGroup>(() => PROVIDER_GROUPS_URL);

  protected readonly groups = computed(() =>
    this.groupList.hasValue() ? this.groupList.value().map(({ name }) => name) : [],
  );
  private readonly userList = allPages<User>(() => USERS_URL);
  private readonly keyList = allPages<ClientKey>(() => {
    const userId = this.userId();
    return userId === null ? undefined : keysUrl(userId);
  });
  protected readonly userId = signal<number | null>(null);
  protected readonly users = computed(() => (this.userList.hasValue() ? this.userList.value() : []));
  protected readonly keys = computed(() => (this.keyList.hasValue() ? this.keyList.value() : []));
  protected readonly formats = WIRE_FORMATS;
  protected readonly agents = AGENTS;
  protected readonly tones = TONES;

  protected readonly draft = signal<SimulationDraft>({
    format: 'anthropic',
    model: MODELS.anthropic,
    groups: [],
    userAgent: AGENTS[0]?.agent ?? '',
  });
  protected readonly isRunning = signal(false);
  protected readonly found = signal<SimulationView | undefined>(undefined);
  protected readonly problem = signal<ApiProblem | undefined>(undefined);

  protected set(part: Partial<SimulationDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...part }));
  }

  protected setFormat(format: WireFormat): void {
    const isOurs = Object.values(MODELS).includes(this.draft().model);
    this.set({ format, ...(isOurs ? { model: MODELS[format] } : {}) });
  }

  protected setUser(userId: number | null): void {
    this.userId.set(userId);
    this.setKey(null);
  }

  protected setKey(keyId: number | null): void {
    const { keyId: _former, ...draft } = this.draft();
    this.draft.set(keyId === null ? draft : { ...draft, keyId });
  }

  protected percent(probability: number): number {
    return Math.round(probability * 1000) / 10;
  }

  protected async run(): Promise<void> {
    this.isRunning.set(true);
    this.problem.set(undefined);
    try {
      this.found.set(await this.api.simulate(this.draft()));
    } catch (error) {
      this.found.set(undefined);
      this.problem.set(toProblem(error));
    } finally {
      this.isRunning.set(false);
    }
  }
}
