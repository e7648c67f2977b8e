import { filesystem } from '@certctl/plugin-filesystem';
import { expect, it } from 'vitest';
import { runConformance } from '../../kernel/run-conformance.js';
import { folder } from './folder-environment.js';

it('takes for undeclared nothing that a case asks of the plugin by itself', async () => {
  const only = ['serving/undeclared-uses-nothing', 'calls/only-what-is-declared'];
  const { results } = await runConformance({ plugin: filesystem, environment: folder(), only });
  const asked = results.filter(({ slug }) => only.includes(slug));
  expect(asked.map(({ outcome, calls }) => [outcome, Object.keys(calls).toSorted()])).toEqual([
    ['passed', ['filesystem:List', 'filesystem:Read', 'filesystem:Reload', 'filesystem:Write']],
    ['passed', ['filesystem:Read', 'filesystem:Reload', 'filesystem:Write']],
  ]);
});
