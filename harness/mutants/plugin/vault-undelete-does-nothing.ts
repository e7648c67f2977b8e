import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-undelete-does-nothing',
  defect: 'Recovering a name is said to be done, and is not.',
  file: 'plugins/azure-key-vault/src/key-vault-store.ts',
  replace: [
    {
      from: '    return undelete(place, this.#api, call);',
      to: '    return call.signal.aborted ? undelete(place, this.#api, call) : Promise.resolve();',
    },
  ],
  killedBy: { slug: 'undelete/recovers-for-one-deploy', on: 'azure-key-vault' },
});
