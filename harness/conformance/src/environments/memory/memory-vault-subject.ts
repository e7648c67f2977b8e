import { createPrivateKey, X509Certificate } from 'node:crypto';
import { derFromPem, readCertificates } from '@certctl/certificate';
import { MemoryVault, memoryVaultStore, type Version, VirtualClock } from '@certctl/reference';
import { defineEnvironment } from '../../environment/define-environment.js';
import type { RequestKind } from '../../environment/request-kind.js';
import type { ObservedCertificate, ObservedPlace, Pems, Stage } from '../../environment/stage.js';
import { memoryCommandSends } from './memory-command-sends.js';
import { MemoryWire } from './memory-wire.js';
import type { Subject } from './subject.js';

const REQUESTS: Readonly<Record<string, RequestKind>> = {
  import: { operation: 'vault:Import', write: true, moves: ['import'] },
  get: { operation: 'vault:Get', moves: ['read', 'inspect'] },
  getVersion: { operation: 'vault:Get', moves: ['readTags'] },
  getDeleted: { operation: 'vault:GetDeleted' },
  secret: { operation: 'vault:GetSecret', moves: ['readKeyBack'] },
  disable: { operation: 'vault:Update', write: true, moves: ['disable'] },
  recover: { operation: 'vault:Recover', write: true, moves: ['undelete'] },
  delete: { operation: 'vault:Delete', write: true, moves: ['redelete'] },
  names: { operation: 'vault:List', moves: ['discover'] },
};

function observedVersion(version: Version): ObservedCertificate {
  return {
    leaf: derFromPem(version.leafPem),
    chain: version.chainPems.map((pem) => derFromPem(pem)),
    tags: version.tags,
    keyBelongs: new X509Certificate(version.leafPem).checkPrivateKey(createPrivateKey(version.keyPem)),
    enabled: version.enabled,
    revision: version.id,
  };
}

/** A version as it is imported, past the plugin. */
function imported({ certificatePem, chainPem, privateKeyPem }: Pems, tags: Readonly<Record<string, string>>) {
  return {
    leafPem: certificatePem,
    chainPems: chainPem === '' ? [] : readCertificates(chainPem, 'chain').map(({ pem }) => pem),
    keyPem: privateKeyPem,
    tags,
    exportable: true,
    contentType: 'pkcs12',
    enabled: true,
  };
}

/** Ids of versions count up over all names. */
function byAge(a: Version, b: Version): number {
  return Number(a.id.slice(1)) - Number(b.id.slice(1));
}

/** The reference store that keeps versions: the shape of Key Vault. */
export function memoryVaultSubject(): Subject {
  const clock = new VirtualClock();
  const wire = new MemoryWire(REQUESTS, (method, [, id]) =>
    method === 'get' && id !== undefined ? 'getVersion' : method,
  );
  let vault = new MemoryVault(clock);
  const known = new Set<string>();
  const plugin = memoryVaultStore(wire.reaching(() => vault));
  const nameAt = (reference: string) => reference.slice('secrets/'.length);
  const stage: Stage = {
    host: {},
    clock,
    commandSends: memoryCommandSends,
    target: (name) => {
      known.add(name);
      return { name };
    },
    discovery: () => ({}),
    observe: async () =>
      [...known].flatMap((name): ObservedPlace[] => {
        const revisions = vault.versions(name).map(observedVersion);
        if (revisions.length === 0) return [];
        return [
          { reference: `secrets/${name}`, state: vault.isDeleted(name) ? 'deleted' : 'held', revisions },
        ];
      }),
    seed: async ({ target, tags = {}, ...pems }) => {
      known.add(target);
      vault.import(target, imported(pems, tags));
      return `secrets/${target}`;
    },
    overwrite: async (reference, pems, tags = {}) => {
      vault.import(nameAt(reference), imported(pems, tags));
    },
    misstore: ({ certificatePem, privateKeyPem }) =>
      wire.after('import', () => {
        const latest = [...known]
          .flatMap((name) => vault.versions(name))
          .toSorted(byAge)
          .at(-1);
        if (latest) Object.assign(latest, { leafPem: certificatePem, keyPem: privateKeyPem });
      }),
    softDelete: async (reference) => vault.delete(nameAt(reference)),
    disable: async (reference) => {
      const latest = vault.versions(nameAt(reference)).at(-1);
      if (latest) latest.enabled = false;
    },
    retag: async (reference, tags) => {
      const latest = vault.versions(nameAt(reference)).at(-1);
      if (latest) Object.assign(latest, { tags: { ...tags } });
    },
    moves: new Set(Object.values(REQUESTS).flatMap(({ moves }) => moves ?? [])),
    wire: () => [...wire.requests],
    arm: (order) => wire.arm(order),
    heal: () => wire.heal(),
    reset: async () => {
      vault = new MemoryVault(clock);
      known.clear();
      wire.reset();
    },
    close: async () => {},
  };
  return {
    plugin,
    environment: defineEnvironment({
      name: 'memory-vault',
      title: 'a vault in memory',
      tier: 'embedded',
      serves: [plugin.type],
      notProven: ['Nothing of a real service: this one is an object in the same process.'],
      start: async () => stage,
    }),
  };
}
