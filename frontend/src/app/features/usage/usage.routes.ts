import type { Routes } from '@angular/router';

export const USAGE_ROUTES: Routes = [
  { path: '', title: 'logs.title', loadComponent: () => import('./request-log').then((m) => m.RequestLog) },
];
