import type { Routes } from '@angular/router';
import { unsavedChangesGuard } from '../../core/unsaved-changes.guard';

const loadEditor = () => import('./price-editor').then((m) => m.PriceEditor);

// Names of models may be any word, so they have a level of their own.
export const PRICES_ROUTES: Routes = [
  {
    path: '',
    title: 'prices.title',
    loadComponent: () => import('./price-list').then((m) => m.PriceList),
  },
  { path: 'new', title: 'prices.new', loadComponent: loadEditor, canDeactivate: [unsavedChangesGuard] },
  {
    path: 'sync',
    title: 'prices.sync.title',
    loadComponent: () => import('./price-sync').then((m) => m.PriceSync),
  },
  {
    path: 'models/:model',
    title: 'prices.edit',
    loadComponent: loadEditor,
    canDeactivate: [unsavedChangesGuard],
  },
];
