/** Where to go after signing in: a path of this console, never another site that a crafted link names. */
export function safeReturnUrl(wanted: string | undefined): string {
  if (!wanted || !wanted.startsWith('/') || wanted.startsWith('//') || wanted.includes('\\')) return '/';
  return wanted.startsWith('/login') ? '/' : wanted;
}
