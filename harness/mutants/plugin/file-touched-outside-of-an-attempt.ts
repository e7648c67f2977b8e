import { mutant } from '../mutant.js';

export default mutant({
  name: 'file-touched-outside-of-an-attempt',
  defect: 'A file is looked at outside of any attempt, where nothing bounds it.',
  file: 'plugins/filesystem/src/filesystem-store.ts',
  replace: [
    {
      from: `  async inspect(place: Place, call: Call): Promise<Observation> {
`,
      to: `  async inspect(place: Place, call: Call): Promise<Observation> {
    await this.#files.lstat(place.address).catch(() => {});
`,
    },
  ],
  killedBy: { slug: 'calls/only-what-is-declared', on: 'filesystem' },
});
