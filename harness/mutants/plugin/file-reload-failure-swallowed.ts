import { mutant } from '../mutant.js';

export default mutant({
  name: 'file-reload-failure-swallowed',
  defect: 'A reload that fails is passed over.',
  file: 'plugins/filesystem/src/filesystem-store.ts',
  replace: [
    {
      from: '    await attempt(call, RELOAD, (signal) => this.#commands.run(reload, signal));',
      to: '    await attempt(call, RELOAD, (signal) => this.#commands.run(reload, signal)).catch(() => {});',
    },
  ],
  killedBy: { slug: 'activate/consumers-are-told', on: 'filesystem' },
});
