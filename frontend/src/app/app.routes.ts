import type { Routes } from '@angular/router';
import { authGuard } from './core/auth.guard';
import { Shell } from './layout/shell';

export const APP_ROUTES: Routes = [
  {
    path: 'login',
    title: 'login.title',
    loadComponent: () => import('./features/login/login').then((m) => m.Login),
  },
  {
    path: 'help/secure-cookies',
    title: 'help.secureCookies.title',
    loadComponent: () => import('./features/help/secure-cookies').then((m) => m.SecureCookies),
  },
  {
    path: '',
    component: Shell,
    canActivate: [authGuard],
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'logs' },
      {
        path: 'logs',
        loadChildren: () => import('./features/usage/usage.routes').then((m) => m.USAGE_ROUTES),
      },
      {
        path: 'providers',
        loadChildren: () => import('./features/providers/providers.routes').then((m) => m.PROVIDERS_ROUTES),
      },
      {
        path: 'provider-groups',
        loadChildren: () =>
          import('./features/providers/provider-groups.routes').then((m) => m.PROVIDER_GROUPS_ROUTES),
      },
      {
        path: 'users',
        loadChildren: () => import('./features/users/users.routes').then((m) => m.USERS_ROUTES),
      },
      {
        path: 'prices',
        loadChildren: () => import('./features/prices/prices.routes').then((m) => m.PRICES_ROUTES),
      },
      {
        path: 'rate-limits',
        loadChildren: () =>
          import('./features/rate-limits/rate-limits.routes').then((m) => m.RATE_LIMITS_ROUTES),
      },
      {
        path: 'settings',
        loadChildren: () => import('./features/settings/settings.routes').then((m) => m.SETTINGS_ROUTES),
      },
      {
        path: '**',
        title: 'notFound.title',
        loadComponent: () => import('./layout/not-found').then((m) => m.NotFound),
      },
    ],
  },
];
