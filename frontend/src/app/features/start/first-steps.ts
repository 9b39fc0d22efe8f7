import { httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { every } from '../../core/every';
import { loadable } from '../../core/loadable';
import { Permissions } from '../../core/permissions';
import { readChoice, storeChoice } from '../../core/stored-choice';
import { PROVIDERS_URL, type ProviderPage } from '../providers/providers-api';
import { USAGE_LOGS_URL, type LogPage } from '../usage/usage-api';
import { USERS_URL, type UserPage } from '../users/users-api';
import { ClientSetupDialog } from '../keys/client-setup-dialog';
import { stepsDone } from './steps-done';

const REFRESH_MS = 4000;

/** The first visit: four steps that tick themselves off. Gone for good once all are done or it was closed. */
@Component({
  selector: 'cch-first-steps',
  imports: [RouterLink, TranslocoDirective, NzButtonComponent, NzIconDirective],
  templateUrl: './first-steps.html',
  styleUrl: './first-steps.css',
})
export class FirstSteps {
  private readonly permissions = inject(Permissions);
  protected readonly setup = inject(ClientSetupDialog);

  private readonly isClosed = signal(readChoice('first-steps') === 'closed');
  private readonly isWanted = computed(() => !this.isClosed() && this.permissions.allows('users:write'));
  private readonly providers = loadable(httpResource<ProviderPage>(() => this.first(PROVIDERS_URL)));
  private readonly users = loadable(httpResource<UserPage>(() => this.first(USERS_URL, { limit: '200' })));
  private readonly requests = loadable(httpResource<LogPage>(() => this.first(USAGE_LOGS_URL)));
  private readonly answered = loadable(
    httpResource<LogPage>(() => this.first(USAGE_LOGS_URL, { status: '200' })),
  );

  /** Undefined until all four questions are answered, so that nothing flashes up for those who need no steps. */
  protected readonly steps = computed(() => {
    const providers = this.providers.value();
    const users = this.users.value();
    const requests = this.requests.value();
    const answered = this.answered.value();
    if (!providers || !users || !requests || !answered) return undefined;
    return stepsDone({
      hasProvider: providers.items.length > 0,
      hasKey: users.items.some((user) => user.keyCount > 0),
      hasRequest: requests.items.length > 0,
      hasAnswer: answered.items.length > 0,
    });
  });
  protected readonly doneCount = computed(() => this.steps()?.filter((step) => step.isDone).length ?? 0);
  /** Finished steps stay long enough to be seen finished, and are not shown on the next visit. */
  private readonly wasUnfinished = signal(false);
  protected readonly isShown = computed(() => {
    if (!this.isWanted() || !this.steps()) return false;
    return this.doneCount() < 4 || this.wasUnfinished();
  });

  constructor() {
    every(REFRESH_MS, () => this.refresh());
  }

  protected close(): void {
    storeChoice('first-steps', 'closed');
    this.isClosed.set(true);
  }

  private refresh(): void {
    if (!this.isWanted() || !this.steps() || this.doneCount() === 4) return;
    this.wasUnfinished.set(true);
    for (const facts of [this.providers, this.users, this.requests, this.answered]) facts.reload();
  }

  private first(url: string, filter: Record<string, string> = {}) {
    return this.isWanted() ? { url, params: { limit: '1', ...filter } } : undefined;
  }
}
