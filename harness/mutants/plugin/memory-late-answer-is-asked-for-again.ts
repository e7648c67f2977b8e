import { mutant } from '../mutant.js';

export default mutant({
  name: 'memory-late-answer-is-asked-for-again',
  defect: 'The plugin sends an import again when its answer is late.',
  file: 'harness/reference/src/memory-store.ts',
  replace: [
    {
      from: `        const imported = await call.attempt('memory:Import', async (signal) =>
          named(signal, service.trail, () =>
`,
      to: `        const late = () =>
          new Promise<undefined>((resolve) => {
            setTimeout(() => resolve(undefined), 60).unref();
          });
        const inTime = async <T>(work: () => Promise<T>) =>
          (await Promise.race([work(), late()])) ?? (await work());
        const imported = await call.attempt('memory:Import', async (signal) =>
          inTime(async () => named(signal, service.trail, () =>
`,
    },
    {
      from: `          ),
        );
        return {
          place: placeOf(imported.reference, imported.reference),
`,
      to: `          )),
        );
        return {
          place: placeOf(imported.reference, imported.reference),
`,
    },
  ],
  killedBy: { slug: 'calls/slow-answer-is-waited-for', on: 'memory' },
});
