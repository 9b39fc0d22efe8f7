// `npm run test:clients`: real command line clients and SDKs talk to a scripted upstream through a hub. See
// docs/client-matrix.md. `--short` is the part that CI runs; its result is in dist/test-results/clients.json.
import { installPackages } from './runtime/install.mjs';
import { usePinnedNode } from './runtime/pinned-node.mjs';
import { giveUp, say } from './runtime/steps.mjs';

try {
  await installPackages();
  await usePinnedNode();
  const { readPlan, USAGE } = await import('./clients/options.mjs');
  const plan = readPlan(process.argv.slice(2));
  if (plan.isHelp) say(`${USAGE}\n`);
  else process.exitCode = await (await import('./clients/matrix.mjs')).runMatrix(plan);
} catch (error) {
  giveUp(error);
}
