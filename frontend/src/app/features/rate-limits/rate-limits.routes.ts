import type { Routes } from '@angular/router';

export const RATE_LIMITS_ROUTES: Routes = [
  {
    path: '',
    title: 'rateLimits.title',
    loadComponent: () => import('./rate-limits').then((m) => m.RateLimits),
  },
];
