import type { Routes } from '@angular/router';
import { unsavedChangesGuard } from '../../core/unsaved-changes.guard';

export const SETTINGS_ROUTES: Routes = [
  {
    path: '',
    title: 'settings.title',
    loadComponent: () => import('./settings').then((m) => m.Settings),
    canDeactivate: [unsavedChangesGuard],
  },
];
