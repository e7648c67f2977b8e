import type { IssuedLeaf } from '@certctl/certificate/issue';
import { CaseFailure } from '../kernel/case-failure.js';
import type { World } from './world.js';

/** The deletion that a plan says would be undone. @throws CaseFailure when the plan sees none */
export async function deletionPlanned(world: World, leaf: IssuedLeaf): Promise<string> {
  const { steps } = await world.plan(leaf);
  const step = steps.find(({ kind }) => kind === 'undelete');
  if (step?.kind === 'undelete') return step.deletion;
  throw new CaseFailure(
    'the steps of the plan',
    'an undelete',
    steps.map(({ kind }) => kind).join(', ') || 'none',
  );
}
