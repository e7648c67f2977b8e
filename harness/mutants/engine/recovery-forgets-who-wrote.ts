import { mutant } from '../mutant.js';

export default mutant({
  name: 'recovery-forgets-who-wrote',
  defect: 'What recovery closes because of a stranger does not say so, nor what is held.',
  file: 'packages/engine/src/flow/recovery.ts',
  replace: [
    {
      from: "          holds: heldAfter(now, entry),\n          why: 'foreign_writer',\n",
      to: "          ...(heldAfter(now, entry) === 'new' ? { holds: 'new' as const } : {}),\n",
    },
  ],
  killedBy: {
    file: 'packages/engine/src/flow/recovery.test.ts',
    test: 'a deploy that was killed > leaves alone what somebody else has written since',
  },
});
