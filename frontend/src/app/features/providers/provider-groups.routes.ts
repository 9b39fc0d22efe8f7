import type { Routes } from '@angular/router';
import { unsavedChangesGuard } from '../../core/unsaved-changes.guard';

export const PROVIDER_GROUPS_ROUTES: Routes = [
  {
    path: '',
    title: 'groups.title',
    loadComponent: () => import('./provider-groups').then((m) => m.ProviderGroups),
    canDeactivate: [unsavedChangesGuard],
  },
];
