import { AcmScene } from './acm-scene.js';
import { adopt, discover } from './acts.js';
import type { Flow } from './scene.js';

const plugin = 'acm';
const OURS = { before: true } as const;
const WRONG = { operation: 'ImportCertificate', kind: 'wrong-certificate' } as const;
const DENIED = { kind: 'error', name: 'AccessDeniedException', message: 'denied', status: 403 } as const;

/** The flows in which the plugin for ACM, with STS and the tagging API, makes its calls. */
export const acmFlows: readonly Flow[] = [
  {
    plugin,
    slug: 'first-deploy',
    what: 'nothing is there, and no ARN is pinned',
    rows: () => true,
    create: () => AcmScene.create({}),
  },
  {
    plugin,
    slug: 'renewal',
    what: 'in place, as a role; ACM strips the tags of a re-import',
    rows: () => true,
    create: () => AcmScene.create({ ...OURS, byRole: true, emulator: { tagsOnReimport: 'lose' } }),
  },
  {
    plugin,
    slug: 'renewal-found',
    what: 'our record of the ARN is lost; it is found by its tags',
    rows: ({ moment, operation }) => moment === 'before' && operation !== 'GetCallerIdentity',
    create: () => AcmScene.create({ ...OURS, recordsLost: true }),
  },
  {
    plugin,
    slug: 'renewal-listed',
    what: 'the same without the permission to search by tags: all certificates are listed',
    rows: ({ moment, operation }) => moment === 'before' && /^List/.test(operation),
    create: () =>
      AcmScene.create({
        ...OURS,
        recordsLost: true,
        standing: [{ operation: 'GetResources', ...DENIED, on: { every: 1 } }],
      }),
  },
  {
    plugin,
    slug: 'lost-answer',
    what: 'the answer of a first import is lost; the certificate is searched for by its serial',
    rows: ({ moment, operation }) => moment === 'importing' && operation !== 'ImportCertificate',
    create: () =>
      AcmScene.create({
        standing: [{ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' }],
      }),
  },
  {
    plugin,
    slug: 'lost-answer-listed',
    what: 'the same while the search lags behind the import: all certificates are listed',
    rows: ({ moment, operation }) => moment === 'importing' && operation === 'ListCertificates',
    create: () =>
      AcmScene.create({
        emulator: { searchLag: 600_000 },
        standing: [{ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' }],
      }),
  },
  {
    plugin,
    slug: 'rollback',
    what: 'a renewal after which ACM shows another certificate; tags are stripped by each import',
    rows: ({ moment }) => moment === 'restoring',
    create: () => AcmScene.create({ ...OURS, emulator: { tagsOnReimport: 'lose' }, standing: [WRONG] }),
  },
  {
    plugin,
    slug: 'rollback-tags',
    what: 'the same where ACM keeps tags, and the renewal had added one',
    rows: ({ moment, operation }) => moment === 'restoring' && operation === 'RemoveTagsFromCertificate',
    create: () =>
      AcmScene.create({
        ...OURS,
        emulator: { tagsOnReimport: 'keep' },
        tags: [{ env: 'production' }, { env: 'production', team: 'web' }],
        standing: [WRONG],
      }),
  },
  {
    plugin,
    slug: 'withdraw',
    what: 'a first deploy after which ACM shows another certificate',
    rows: ({ moment }) => moment === 'withdrawing',
    create: () => AcmScene.create({ standing: [WRONG] }),
  },
  {
    plugin,
    slug: 'discover',
    what: 'what a region holds is listed',
    rows: () => true,
    create: () =>
      AcmScene.create({ ...OURS, act: (scene) => discover(scene.engine, 'AWSACM', scene.connection) }),
  },
  {
    plugin,
    slug: 'adopt',
    what: 'the key of what is held is sealed',
    rows: () => true,
    create: () =>
      AcmScene.create({ ...OURS, act: (scene) => adopt(scene.engine, scene.target(), scene.leaves.old) }),
  },
];
