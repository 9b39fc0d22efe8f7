import type { Routes } from '@angular/router';
import { unsavedChangesGuard } from '../../core/unsaved-changes.guard';

export const USERS_ROUTES: Routes = [
  {
    path: '',
    title: 'users.title',
    loadComponent: () => import('./user-list').then((m) => m.UserList),
    canDeactivate: [unsavedChangesGuard],
  },
  {
    path: ':id',
    title: 'users.one',
    loadComponent: () => import('./user-page').then((m) => m.UserPage),
    canDeactivate: [unsavedChangesGuard],
  },
];
