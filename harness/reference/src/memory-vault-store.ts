import { derFromPem, readPrivateKey } from '@certctl/certificate';
import {
  type Call,
  definePlugin,
  type Held,
  isFailure,
  isPermissionMissing,
  type Observation,
  type Permission,
  type Place,
  type StorePlugin,
} from '@certctl/plugin-api';
import { z } from 'zod';
import { classify, permission } from './manifest.js';
import type { MemoryVault, Version } from './memory-vault.js';

const CONFIG = z.strictObject({
  name: z.string(),
  exportable: z.boolean().default(true),
  tags: z.record(z.string(), z.string()).optional(),
});

const PERMISSIONS: readonly Permission[] = [
  permission('vault:Import', 'write', 'required'),
  permission('vault:Get', 'read', 'required'),
  permission('vault:GetDeleted', 'read', 'required'),
  permission('vault:GetSecret', 'read', 'optional'),
  permission('vault:Update', 'write', 'optional'),
  permission('vault:Recover', 'write', 'optional'),
  permission('vault:Delete', 'write', 'optional'),
  permission('vault:List', 'read', 'optional'),
];

/** A store that keeps versions, shows the chain only with the key, and keeps deleted names: the shape of Key Vault. */
export function memoryVaultStore(vault: MemoryVault): StorePlugin {
  return definePlugin({
    kind: 'store',
    type: 'MemoryVault',
    alias: 'memory-vault',
    title: 'A vault in memory',
    version: '0.1.0',
    config: CONFIG,
    capabilities: {
      rotation: 'versioned',
      tags: 'with-import',
      proof: 'leaf',
      finds: false,
      readsKeyBack: true,
      undeletes: true,
      disables: true,
      removes: false,
      discovers: true,
      activates: false,
      bindsItself: false,
      writers: false,
    },
    permissions: PERMISSIONS,
    quotas: [],
    limits: {},
    rules: [],
    policies: {},
    connection: () => ({ vault: 'memory' }),
    pin: ({ name }) => ({ address: name, field: 'name' }),
    discovery: { scope: z.strictObject({}), connection: () => ({ vault: 'memory' }) },
    classify,
    open: async () => ({
      resolve: async ({ config }) => placeOf(config.name),
      async inspect(place, call): Promise<Observation> {
        const version = await getOrAbsent(vault, place, undefined, call);
        if (version === 'absent') return inspectDeleted(vault, place, call);
        return {
          state: 'present',
          ...heldOf(version, place),
          tags: version.tags,
          attributes: {
            exportable: version.exportable,
            contentType: version.contentType,
            enabled: version.enabled,
          },
          importedAt: version.importedAt,
        };
      },
      async read(place, at, call) {
        const version = await getOrAbsent(vault, place, at === 'latest' ? undefined : at.revision, call);
        return version === 'absent' ? 'absent' : heldOf(version, place);
      },
      review: () => [],
      async import(place, { material, tags, attributes, replaces }, call) {
        const settings = { exportable: true, contentType: 'pkcs12', ...replaces, ...attributes };
        const version = await call.attempt('vault:Import', async () =>
          vault.import(place.address, {
            leafPem: material.leaf.pem,
            chainPems: material.chain.map((certificate) => certificate.pem),
            keyPem: material.privateKey.pem(),
            tags,
            exportable: settings.exportable === true,
            contentType: String(settings.contentType),
            enabled: attributes?.enabled !== false,
          }),
        );
        return { place, revision: version.id };
      },
      readTags: async (place, at, call) => {
        const id = at === 'latest' ? undefined : at.revision;
        return (await call.attempt('vault:Get', async () => vault.get(place.address, id))).tags;
      },
      async readKeyBack(place, revision, call) {
        try {
          const version = await call.attempt('vault:GetSecret', async () =>
            vault.secret(place.address, revision),
          );
          if (!version.exportable) return undefined;
          return {
            privateKey: readPrivateKey(version.keyPem),
            chain: version.chainPems.map((pem) => derFromPem(pem)),
          };
        } catch (error) {
          if (isFailure(error, 'refused') && !isPermissionMissing(error)) return undefined;
          throw error;
        }
      },
      async undelete(place, call) {
        await call.attempt('vault:Recover', async () => vault.recover(place.address));
      },
      async redelete(place, call) {
        await call.attempt('vault:Delete', async () => vault.delete(place.address));
      },
      async disable(place, revision, call) {
        await call.attempt('vault:Update', async () => vault.disable(place.address, revision));
      },
      async *discover(_scope, call) {
        for (const name of await call.attempt('vault:List', async () => vault.names())) {
          const place = placeOf(name);
          const version = await call.attempt('vault:Get', async () => vault.get(name));
          yield { place, name, config: { name }, held: heldOf(version, place), tags: version.tags };
        }
      },
      recoveryCommands: ({ place }) => [
        { why: 'Put the previous certificate back.', command: `vault import ${place.address}` },
      ],
      async close() {},
    }),
  });
}

function placeOf(name: string): Place {
  return { address: name, reference: `secrets/${name}`, scope: 'memory' };
}

function heldOf(version: Version, place: Place): Held {
  return {
    leaf: derFromPem(version.leafPem),
    revision: version.id,
    revisionReference: `${place.reference}/${version.id}`,
    ...(version.enabled ? {} : { disabled: true }),
  };
}

async function getOrAbsent(
  vault: MemoryVault,
  place: Place,
  id: string | undefined,
  call: Call,
): Promise<Version | 'absent'> {
  try {
    return await call.attempt('vault:Get', async () => vault.get(place.address, id));
  } catch (error) {
    if (isFailure(error, 'absent')) return 'absent';
    throw error;
  }
}

async function inspectDeleted(vault: MemoryVault, place: Place, call: Call): Promise<Observation> {
  try {
    const { deletedAt, latest } = await call.attempt('vault:GetDeleted', async () =>
      vault.getDeleted(place.address),
    );
    return {
      state: 'deleted',
      deletion: new Date(deletedAt).toISOString(),
      recoverable: true,
      purgeable: !vault.purgeProtection,
      leaf: derFromPem(latest.leafPem),
      tags: latest.tags,
    };
  } catch (error) {
    if (isFailure(error, 'absent')) return { state: 'absent' };
    throw error;
  }
}
