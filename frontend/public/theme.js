// Runs before the first paint so that a remembered theme never flashes the other one. See core/theme.ts.
(function () {
  var stored = null;
  try {
    stored = localStorage.getItem('cch.theme');
  } catch {
    // Storage can be closed to us; the system's preference is then the answer.
  }
  var dark = stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
