import type { FieldTree, ValidationError } from '@angular/forms/signals';
import type { TranslocoService } from '@jsverse/transloco';
import { toProblem, type ApiProblem, type FieldProblem } from './api-problem';

// A server's refusal of a field, as an error of the form. `kind` is the server's code, as with our own checks.
type ServerError = ValidationError.WithFieldTree;

/** The fields of a form with the names that the API gives them; every field tree of an object is one. */
export interface NamedFields {
  [Symbol.iterator](): Iterator<[string, FieldTree<unknown> | undefined]>;
}

export interface Refusal {
  /** Errors to hang on the fields. */
  readonly errors: readonly ServerError[];
  /** Set when there is more to say than the fields show. */
  readonly problem: ApiProblem | undefined;
}

/** Sorts a failed save into errors of known fields and a rest that the form shows as a whole. */
export function toRefusal(error: unknown, fields: NamedFields): Refusal {
  const problem = toProblem(error);
  const known = new Map(fields);
  const errors: ServerError[] = [];
  let hasRest = problem.fields.length === 0;
  for (const fault of problem.fields) {
    const fieldTree = known.get(topName(fault.path));
    if (fieldTree) errors.push({ kind: fault.code, message: messageOf(fault), fieldTree });
    else hasRest = true;
  }
  return { errors, problem: hasRest ? problem : undefined };
}

/** The text below a field: ours for the codes we know, the server's otherwise. */
export function fieldErrorText(error: ValidationError, transloco: TranslocoService): string {
  const key = `fieldError.${error.kind}`;
  const text: string = transloco.translate(key, readParams(error));
  return text === key ? error.message || transloco.translate('fieldError.bad_format') : text;
}

// `allowedModels[0].pattern` belongs to the field `allowedModels`.
function topName(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? '';
}

function messageOf(fault: FieldProblem): string {
  return fault.path.includes('[') ? `${fault.path}: ${fault.message}` : fault.message;
}

/** What a validator says beside its kind, such as the limits of a range. */
function readParams(error: ValidationError): Record<string, unknown> {
  const { fieldTree: _tree, ...params }: ValidationError & { fieldTree?: unknown } = error;
  return params;
}
