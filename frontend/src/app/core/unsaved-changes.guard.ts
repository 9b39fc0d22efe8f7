import type { CanDeactivateFn } from '@angular/router';

/** A page whose edits would be lost by leaving it. */
export interface Editor {
  /** True when leaving is fine, or once the reader said so. */
  mayLeave(): boolean | Promise<boolean>;
}

export const unsavedChangesGuard: CanDeactivateFn<Editor> = (editor) => editor.mayLeave();
