import { provenanceTags, type RecoveryStep } from '@certctl/plugin-api';
import { CaseFailure } from '../kernel/case-failure.js';
import { expectThere } from '../kernel/expect.js';
import type { World } from './world.js';

/** What a person is given to put a certificate back by hand where the last deploy has put one. */
export async function recoverySteps(world: World, reference: string): Promise<readonly RecoveryStep[]> {
  const address = expectThere('the address', world.outcomes.at(-1)?.address);
  const { config } = world.pinned(reference);
  const opened = await world.openStore(config);
  const checked = await world.plugin.config['~standard'].validate(config);
  if (checked.issues) {
    throw new CaseFailure('the configuration', 'a valid one', JSON.stringify(checked.issues));
  }
  return opened.recoveryCommands({
    config: checked.value,
    place: { address, reference, scope: '' },
    tags: provenanceTags({ certificateId: 'web', targetId: 'web', instance: world.instance }),
  });
}
