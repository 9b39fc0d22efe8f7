// `npm test`: everything that proves the project, with the servers and the browser it needs. Ends with
// `N passed, N failed`.
import { installPackages } from './runtime/install.mjs';
import { usePinnedNode } from './runtime/pinned-node.mjs';

try {
  await installPackages();
  await usePinnedNode();
  const { testEverything } = await import('./testing/everything.mjs');
  process.exitCode = await testEverything();
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
}
