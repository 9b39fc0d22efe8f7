import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { tap } from 'rxjs';
import { Auth } from './auth';

/** A login that ended (expired, revoked, server reset) leads back to the login page and from there to this page. */
export const unauthorizedInterceptor: HttpInterceptorFn = (request, next) => {
  const auth = inject(Auth);
  const router = inject(Router);
  return next(request).pipe(
    tap({
      error: (error: unknown) => {
        if (!(error instanceof HttpErrorResponse) || error.status !== 401) return;
        if (request.url.startsWith('/api/v1/auth/')) return;
        auth.forget();
        if (router.url.startsWith('/login')) return;
        void router.navigate(['/login'], { queryParams: { returnUrl: router.url, reason: 'ended' } });
      },
    }),
  );
};
