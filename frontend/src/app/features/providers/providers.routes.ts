import type { Routes } from '@angular/router';
import { unsavedChangesGuard } from '../../core/unsaved-changes.guard';

const loadEditor = () => import('./provider-editor').then((m) => m.ProviderEditor);

export const PROVIDERS_ROUTES: Routes = [
  {
    path: '',
    title: 'providers.title',
    loadComponent: () => import('./provider-list').then((m) => m.ProviderList),
  },
  { path: 'new', title: 'providers.new', loadComponent: loadEditor, canDeactivate: [unsavedChangesGuard] },
  {
    path: 'simulator',
    title: 'simulator.title',
    loadComponent: () => import('./dispatch-simulator').then((m) => m.DispatchSimulator),
  },
  { path: ':id', title: 'providers.edit', loadComponent: loadEditor, canDeactivate: [unsavedChangesGuard] },
];
