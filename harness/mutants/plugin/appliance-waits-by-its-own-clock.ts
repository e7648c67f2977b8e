import { mutant } from '../mutant.js';

export default mutant({
  name: 'appliance-waits-by-its-own-clock',
  defect:
    'A service that does not answer is asked again by a timer of the plugin, whatever time the deploy has left.',
  file: 'harness/reference/src/memory-appliance-store.ts',
  replace: [
    {
      from: `      return await call.attempt('appliance:Describe', async () => appliance.describe(slot));
`,
      to: `      for (let left = 5; ; left--) {
        try {
          return await call.attempt('appliance:Describe', async () => appliance.describe(slot));
        } catch (error) {
          if (left === 0 || isFailure(error, 'absent')) throw error;
          await new Promise((resolve) => setTimeout(resolve, 400));
        }
      }
`,
    },
  ],
  killedBy: { slug: 'deadline/is-kept', on: 'memory-appliance' },
});
