import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-stays-recovered',
  defect: 'A name that was recovered for a failed deploy stays so.',
  file: 'plugins/azure-key-vault/src/key-vault-store.ts',
  replace: [
    {
      from: '    return redelete(place, this.#api, call);',
      to: '    return call.signal.aborted ? redelete(place, this.#api, call) : Promise.resolve();',
    },
  ],
  killedBy: { slug: 'undelete/is-taken-back', on: 'azure-key-vault' },
});
