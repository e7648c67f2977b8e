import { adopt, discover } from './acts.js';
import { FileScene } from './file-scene.js';
import type { Flow } from './scene.js';

const plugin = 'filesystem';

/** The flows in which the plugin for files works on them. */
export const fileFlows: readonly Flow[] = [
  {
    plugin,
    slug: 'first-deploy',
    what: 'the file is not there',
    rows: () => true,
    create: () => FileScene.create({}),
  },
  {
    plugin,
    slug: 'renewal',
    what: 'the file is replaced, and its reader reloads',
    rows: () => true,
    create: () => FileScene.create({ before: true }),
  },
  {
    plugin,
    slug: 'rollback',
    what: 'a renewal whose reload fails',
    rows: ({ moment }) => moment === 'restoring',
    create: () => FileScene.create({ before: true, failingReloads: 1 }),
  },
  {
    plugin,
    slug: 'withdraw',
    what: 'a first deploy whose reload fails',
    rows: ({ moment }) => moment === 'withdrawing',
    create: () => FileScene.create({ failingReloads: 1 }),
  },
  {
    plugin,
    slug: 'discover',
    what: 'what a directory holds is listed',
    rows: () => true,
    create: () =>
      FileScene.create({
        before: true,
        act: (scene) => discover(scene.engine, 'filesystem', { directory: scene.path }),
      }),
  },
  {
    plugin,
    slug: 'adopt',
    what: 'the key of what is held is sealed',
    rows: () => true,
    create: () =>
      FileScene.create({
        before: true,
        act: (scene) => adopt(scene.engine, scene.target(), scene.leaves.old),
      }),
  },
];
