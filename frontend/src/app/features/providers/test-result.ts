import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { CountPipe } from '../../ui/count.pipe';
import { DurationPipe } from '../../ui/duration.pipe';
import { StatusDot } from '../../ui/status-dot';
import type { TestResult } from './providers-api';

/** What a connection test has found out. */
@Component({
  selector: 'cch-test-result',
  imports: [TranslocoDirective, CountPipe, DurationPipe, StatusDot],
  template: `
    <ng-container *transloco="let t">
      @let r = result();
      <p class="verdict">
        <cch-status-dot [tone]="r.ok ? 'good' : 'bad'">
          {{ t(r.ok ? 'providers.test.ok' : 'providers.test.failed') }}
        </cch-status-dot>
        @if (r.errorCode) {
          <span>{{ t('errorCode.' + r.errorCode) }}</span>
        }
      </p>
      @if (r.message) {
        <p class="message">{{ r.message }}</p>
      }
      <dl>
        <dt>{{ t('providers.test.status') }}</dt>
        <dd>{{ r.statusCode ?? '–' }}</dd>
        <dt>{{ t('providers.test.firstByte') }}</dt>
        <dd>{{ r.ttfbMs | duration }}</dd>
        <dt>{{ t('providers.test.total') }}</dt>
        <dd>{{ r.durationMs | duration }}</dd>
        <dt>{{ t('providers.test.asked') }}</dt>
        <dd class="mono">{{ r.upstreamModel }}</dd>
        <dt>{{ t('providers.test.answered') }}</dt>
        <dd class="mono">{{ r.model ?? '–' }}</dd>
        <dt>{{ t('providers.test.tokens') }}</dt>
        <dd>
          @if (r.usage; as usage) {
            {{ usage.inputTokens | count }} {{ t('providers.test.in') }}, {{ usage.outputTokens | count }}
            {{ t('providers.test.out') }}
          } @else {
            –
          }
        </dd>
        <dt>{{ t('providers.test.route') }}</dt>
        <dd>{{ t('egressRoute.' + r.route) }}</dd>
        @if (r.preview) {
          <dt>{{ t('providers.test.preview') }}</dt>
          <dd class="preview">{{ r.preview }}</dd>
        }
      </dl>
    </ng-container>
  `,
  styleUrl: './test-result.css',
})
export class TestResultView {
  readonly result = input.required<TestResult>();
}
