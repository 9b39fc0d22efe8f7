// `npm run dev`: the servers of `npm start`, the hub rebuilt on change, the console from Angular's development server.
import { installPackages } from './runtime/install.mjs';
import { usePinnedNode } from './runtime/pinned-node.mjs';
import { giveUp } from './runtime/steps.mjs';

try {
  await installPackages();
  await usePinnedNode();
  const { develop } = await import('./start/develop.mjs');
  await develop();
} catch (error) {
  giveUp(error);
}
