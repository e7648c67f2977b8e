import { mutant } from '../mutant.js';

export default mutant({
  name: 'vault-disabled-is-not-told',
  defect: 'A version that somebody took out of service is shown like one that consumers are given.',
  file: 'plugins/azure-key-vault/src/inspect-certificate.ts',
  replace: [{ from: '...(bundle.attributes?.enabled === false ? { disabled: true } : {}),', to: '' }],
  killedBy: { slug: 'deploy/disabled-version-is-not-held', on: 'azure-key-vault' },
});
