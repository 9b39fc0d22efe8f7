// `npm run bench`: what the hub costs against a bare Node pass-through, in the same run. See docs/performance.md.
import { installPackages } from './runtime/install.mjs';
import { usePinnedNode } from './runtime/pinned-node.mjs';
import { giveUp, say } from './runtime/steps.mjs';

try {
  await installPackages();
  await usePinnedNode();
  const { readOptions, USAGE } = await import('./bench/options.mjs');
  const options = readOptions(process.argv.slice(2));
  if (options.help) say(`${USAGE}\n`);
  else if (options.switching)
    process.exitCode = await (await import('./bench/switching.mjs')).runSwitching(options);
  else if (options.limits) process.exitCode = await (await import('./bench/limits.mjs')).runLimits(options);
  else if (options.shared)
    process.exitCode = await (await import('./bench/shared-harness.mjs')).runSharedHarness(options);
  else process.exitCode = await (await import('./bench/own-harness.mjs')).runOwnHarness(options);
} catch (error) {
  giveUp(error);
}
