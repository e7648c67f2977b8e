import type { ObservedPlace, Stage } from '@certctl/conformance';

/** A vault whose secrets the plugin may not read, and whose chains nobody compares. */
export function withoutSecrets(stage: Stage): Stage {
  const refuse = () => void stage.arm({ move: 'readKeyBack', shape: '403', times: 'for-good' });
  refuse();
  return {
    ...stage,
    heal: () => {
      stage.heal();
      refuse();
    },
    reset: async () => {
      await stage.reset();
      refuse();
    },
    observe: async () =>
      (await stage.observe()).map(
        (place): ObservedPlace => ({
          ...place,
          revisions: place.revisions.map(({ chain: _, ...held }) => held),
        }),
      ),
  };
}
