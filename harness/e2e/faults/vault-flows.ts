import { adopt, discover } from './acts.js';
import type { Flow } from './scene.js';
import { VaultScene } from './vault-scene.js';

const plugin = 'key-vault';
const WRONG = { operation: 'ImportCertificate', kind: 'wrong-certificate' } as const;

/** The flows in which the plugin for Key Vault makes its calls, those for tokens among them. */
export const vaultFlows: readonly Flow[] = [
  {
    plugin,
    slug: 'first-deploy',
    what: 'the name is free',
    rows: () => true,
    create: () => VaultScene.create({}),
  },
  {
    plugin,
    slug: 'renewal',
    what: 'a new version, the key of the one before kept here',
    rows: () => true,
    create: () => VaultScene.create({ before: 'held' }),
  },
  {
    plugin,
    slug: 'renewal-by-entra',
    what: 'the same with a token of Entra ID for a client secret',
    rows: ({ operation }) => operation === 'Discovery' || operation === 'Token',
    create: () => VaultScene.create({ before: 'held', byEntra: true }),
  },
  {
    plugin,
    slug: 'renewal-key-lost',
    what: 'the key of the one before is read back from its secret, to be planned with and to be kept',
    rows: ({ operation }) => operation === 'GetSecret',
    create: () => VaultScene.create({ before: 'held', keyLost: true }),
  },
  {
    plugin,
    slug: 'renewal-disabled',
    what: 'the latest version is disabled',
    rows: ({ operation }) => operation === 'GetCertificateVersions',
    create: () => VaultScene.create({ before: 'disabled' }),
  },
  {
    plugin,
    slug: 'rollback',
    what: 'a renewal after which the vault holds another certificate',
    rows: ({ moment }) => moment === 'restoring',
    create: () => VaultScene.create({ before: 'held', standing: [WRONG] }),
  },
  {
    plugin,
    slug: 'withdraw',
    what: 'a first deploy after which the vault holds another certificate',
    rows: ({ moment }) => moment === 'withdrawing',
    create: () => VaultScene.create({ standing: [WRONG] }),
  },
  {
    plugin,
    slug: 'undelete',
    what: 'the name is deleted, and the deploy may recover it',
    rows: ({ moment, operation }) => moment === 'undeleting' || operation === 'GetDeletedCertificate',
    create: () => VaultScene.create({ before: 'deleted' }),
  },
  {
    plugin,
    slug: 'redelete',
    what: 'the same, after which the vault holds another certificate: the name is deleted again',
    rows: ({ moment }) => moment === 'redeleting',
    create: () => VaultScene.create({ before: 'deleted', standing: [WRONG] }),
  },
  {
    plugin,
    slug: 'discover',
    what: 'what a vault holds is listed',
    rows: ({ operation }) => operation !== 'Challenge',
    create: () =>
      VaultScene.create({
        before: 'held',
        act: (scene) => discover(scene.engine, 'AzureKeyVault', scene.connection),
      }),
  },
  {
    plugin,
    slug: 'adopt',
    what: 'the key of what is held is sealed',
    rows: ({ operation }) => operation !== 'Challenge',
    create: () =>
      VaultScene.create({
        before: 'held',
        keyLost: true,
        act: (scene) => adopt(scene.engine, scene.target(), scene.leaves.old, scene.leaves.old.chainPem),
      }),
  },
];
