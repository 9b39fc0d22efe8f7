// `npm start`: everything from a fresh clone to a serving hub. Runs on any Node from 20 on until the packages are there.
import { installPackages } from './runtime/install.mjs';
import { usePinnedNode } from './runtime/pinned-node.mjs';
import { giveUp } from './runtime/steps.mjs';

try {
  await installPackages();
  await usePinnedNode();
  const { run } = await import('./start/run.mjs');
  await run();
} catch (error) {
  giveUp(error);
}
