import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { FormField, form, submit, type FieldTree } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { TOKEN_RATES } from '@cch/domain/pricing/price-sheet';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzInputDirective } from 'ng-zorro-antd/input';
import type { ApiProblem } from '../../core/api-problem';
import { toRefusal } from '../../core/field-errors';
import { loadable } from '../../core/loadable';
import { PageScroll } from '../../core/page-scroll';
import { Permissions } from '../../core/permissions';
import { SavedToast } from '../../core/saved-toast';
import type { Editor } from '../../core/unsaved-changes.guard';
import { Confirm } from '../../ui/confirm';
import { CopyButton } from '../../ui/copy-button';
import { Field } from '../../ui/field';
import { FormSection } from '../../ui/form-section';
import { ListFrame } from '../../ui/list-frame';
import { ProblemNote } from '../../ui/problem-note';
import { PriceActions } from './price-actions';
import { PriceExamples } from './price-examples';
import { sheetOfForm, toDraft, toForm, type PriceForm } from './price-form';
import { PriceHistory } from './price-history';
import { priceRules } from './price-rules';
import { PricesApi, priceUrl, type Price, type PriceVersion } from './prices-api';
import { RatesSection } from './sections/rates-section';
import { TiersSection } from './sections/tiers-section';
import { COST_FIELDS, sheetOf } from './sheet-of-price';

@Component({
  selector: 'cch-price-editor',
  imports: [
    FormField,
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzInputDirective,
    CopyButton,
    Field,
    FormSection,
    ListFrame,
    PriceExamples,
    PriceHistory,
    ProblemNote,
    RatesSection,
    TiersSection,
  ],
  templateUrl: './price-editor.html',
  styleUrls: ['../../ui/editor-page.css', './price-editor.css'],
})
export class PriceEditor implements Editor {
  /** Route parameter; absent for a new price. */
  readonly model = input<string>();
  /** Query parameter: the model of a new price. */
  readonly name = input<string>();

  private readonly api = inject(PricesApi);
  private readonly router = inject(Router);
  private readonly confirm = inject(Confirm);
  private readonly actions = inject(PriceActions);
  private readonly saved = inject(SavedToast);
  private readonly permissions = inject(Permissions);
  private readonly scroll = inject(PageScroll);

  private readonly stored = httpResource<Price>(() => {
    const model = this.model();
    return model === undefined ? undefined : priceUrl(model);
  });

  protected readonly price = loadable(this.stored);
  protected readonly isNew = computed(() => this.model() === undefined);
  protected readonly canWrite = computed(() => this.permissions.allows('prices:write'));
  private readonly initial = computed<PriceForm>(() => {
    const price = this.price.value();
    return price ? toForm(price.model, sheetOf(price)) : toForm(this.name() ?? '', {});
  });
  private readonly draft = linkedSignal<PriceForm>(() => this.initial());
  protected readonly editor = form(this.draft, (path) => priceRules(path));
  protected readonly hasChanges = computed(
    () => JSON.stringify(this.draft()) !== JSON.stringify(this.initial()),
  );
  protected readonly problem = signal<ApiProblem | undefined>(undefined);
  protected readonly nameExample = 'claude-opus-5';
  /** What is typed, for as long as it makes sense. The name changes nothing about the cost. */
  protected readonly sheet = computed(() => {
    const { model } = this.editor;
    const isPriced = this.editor()
      .errorSummary()
      .every(({ fieldTree }) => fieldTree === model);
    return isPriced ? sheetOfForm(this.draft()) : undefined;
  });

  mayLeave(): Promise<boolean> {
    return this.confirm.mayDiscard(this.hasChanges());
  }

  /** Fills in what an earlier version said; nothing is stored yet. */
  protected fillIn(version: PriceVersion): void {
    this.draft.set(toForm(version.model, sheetOf(version)));
    this.scroll.toTop();
  }

  protected async remove({ model }: Price): Promise<void> {
    if (!(await this.actions.remove(model))) return;
    this.draft.set(this.initial());
    await this.router.navigateByUrl('/prices');
  }

  protected async save(): Promise<void> {
    this.problem.set(undefined);
    const isSaved = await submit(this.editor, async () => this.store());
    if (!isSaved || this.problem()) return;
    this.saved.show();
    await this.router.navigateByUrl('/prices');
  }

  private async store() {
    try {
      const price = await this.send();
      this.stored.set(price);
      this.draft.set(toForm(price.model, sheetOf(price)));
      return undefined;
    } catch (error) {
      const refusal = toRefusal(error, namedFields(this.editor));
      this.problem.set(refusal.problem);
      return [...refusal.errors];
    }
  }

  private send(): Promise<Price> {
    const draft = toDraft(this.draft());
    const model = this.model();
    return model === undefined ? this.api.create(draft) : this.api.replace(model, draft);
  }
}

/** The fields by the names that the API gives them. Those of tiers are left to the note below the form. */
function namedFields(editor: FieldTree<PriceForm>): [string, FieldTree<unknown>][] {
  return [
    ['model', editor.model],
    ['costPerRequest', editor.perRequest],
    ...TOKEN_RATES.map((rate): [string, FieldTree<unknown>] => [COST_FIELDS[rate], editor[rate]]),
  ];
}
