import { type Act, standingOf } from './act.js';
import { seesKey, seesLeaf, seesStranger, seesTags } from './seen.js';

export const restored: Act = {
  title: 'The service serves a wrong certificate after the import',
  about:
    'The import is answered with success, and then another leaf is held. The proof fails, and the previous certificate goes back, with the previous key, which was kept.',
  expected: 'restored',
  async play(stage, memory) {
    const standing = standingOf(memory);
    const fault = stage.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const outcome = await stage.engine.deploy(stage.request(await stage.issue()));
    return {
      ended: { outcome },
      checks: [
        { what: 'the emulator did hold a wrong certificate in between', holds: fault.used === 1 },
        ...(await seesLeaf(stage, standing, 'the OLD')),
        await seesKey(stage, standing, 'its OLD'),
        seesTags(stage),
      ],
    };
  },
};

export const alsoFailed: Act = {
  title: 'In ACM once more, and the way back is denied too',
  about:
    'A newer certificate lifts the hold that the rollback left. ACM serves a wrong one again, and this time the second import is refused: AccessDenied.',
  expected: 'also_failed',
  async play(stage, memory) {
    const standing = standingOf(memory);
    const { arn, current } = standing;
    const { faults } = stage.emulator;
    const wrong = faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const denied = faults.add({
      operation: 'ImportCertificate',
      kind: 'error',
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::123456789012:user/demo is not authorized to perform: acm:ImportCertificate',
      on: { times: 1_000, after: 1 },
    });
    const leaf = await stage.issue();
    const outcome = await stage.engine.deploy(stage.request(leaf));
    const commands = outcome.status === 'also_failed' ? outcome.commands : [];
    return {
      ended: { outcome },
      checks: [
        { what: 'both faults were met', holds: wrong.used === 1 && denied.used > 0 },
        await seesStranger(stage, arn, [current, leaf]),
        {
          what: 'the commands name the ARN, and tags apart from the import',
          holds:
            commands.some(({ command }) => command.includes('import-certificate') && command.includes(arn)) &&
            commands.every(
              ({ command }) => !(command.includes('import-certificate') && command.includes('--tags')),
            ),
        },
      ],
    };
  },
};
