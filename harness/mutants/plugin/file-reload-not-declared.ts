import { mutant } from '../mutant.js';

export default mutant({
  name: 'file-reload-not-declared',
  defect: 'A reload that the plugin does is not in its manifest.',
  file: 'plugins/filesystem/src/capabilities.ts',
  replace: [{ from: '  activates: true,', to: '  activates: false,' }],
  killedBy: { slug: 'activate/undeclared-is-absent', on: 'filesystem' },
});
