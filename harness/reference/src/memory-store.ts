import { derFromPem } from '@certctl/certificate';
import {
  type Call,
  definePlugin,
  type Found,
  isFailure,
  isPermissionMissing,
  type Permission,
  PROVENANCE_TAGS,
  type StorePlugin,
} from '@certctl/plugin-api';
import { z } from 'zod';
import { classify, permission } from './manifest.js';
import type { MemoryService, Stored } from './memory-service.js';
import { named, writersIn } from './memory-trail.js';

const CONFIG = z.strictObject({
  reference: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

const PERMISSIONS: readonly Permission[] = [
  permission('memory:Import', 'write', 'required'),
  permission('memory:Get', 'read', 'required'),
  permission('memory:List', 'read', 'optional'),
  permission('memory:ListTags', 'read', 'optional'),
  permission('memory:SetTags', 'write', 'required'),
  permission('memory:RemoveTags', 'write', 'optional'),
  permission('memory:Delete', 'write', 'optional'),
  permission('memory:LookupWrites', 'read', 'optional'),
  permission('memory:WhoAmI', 'read', 'optional'),
];

/**
 * A store that tags by a call of its own and gives no key back. `in-place`: the shape of ACM. `replaces`: each import
 * makes another certificate, and the one before stays.
 */
export function memoryStore(
  service: MemoryService,
  rotation: 'in-place' | 'replaces' = 'in-place',
): StorePlugin {
  const replaces = rotation === 'replaces';
  return definePlugin({
    kind: 'store',
    type: replaces ? 'MemoryReplacing' : 'Memory',
    alias: replaces ? 'memory-replacing' : 'memory',
    title: 'A store in memory',
    version: '0.1.0',
    config: CONFIG,
    capabilities: {
      rotation,
      tags: 'own-call',
      proof: 'leaf',
      finds: true,
      readsKeyBack: false,
      undeletes: false,
      disables: false,
      removes: true,
      discovers: false,
      activates: false,
      bindsItself: false,
      writers: true,
    },
    permissions: PERMISSIONS,
    quotas: [],
    limits: {
      tags: {
        most: 20,
        nameLength: 128,
        valueLength: 256,
        reservedPrefixes: ['sys:'],
        source: 'the service in memory',
      },
    },
    rules: [],
    policies: {},
    connection: () => ({ service: 'memory' }),
    pin: ({ reference }) =>
      reference === undefined ? undefined : { address: reference, field: 'reference' },
    classify,
    open: async () => ({
      async resolve({ config, targetId, recordedReference }) {
        const reference = config.reference ?? recordedReference;
        return placeOf(reference ?? `fresh/${targetId}`, reference);
      },
      async inspect(place, call) {
        const { reference } = place;
        if (reference === undefined) return { state: 'absent' };
        const stored = await getOrAbsent(service, reference, call);
        if (stored === 'absent') return { state: 'absent' };
        const tags = await readTags(service, reference, call);
        return {
          state: 'present',
          ...heldOf(stored),
          ...(tags ? { tags } : { degraded: ['memory:ListTags'] }),
          usedBy: stored.usedBy,
          importedAt: stored.importedAt,
        };
      },
      async read(place, _at, call) {
        if (place.reference === undefined) return 'absent';
        const stored = await getOrAbsent(service, place.reference, call);
        return stored === 'absent' ? 'absent' : heldOf(stored);
      },
      review: () => [],
      async import(place, { material, tags }, call) {
        const reference = replaces ? undefined : place.reference;
        const imported = await call.attempt('memory:Import', async (signal) =>
          named(signal, service.trail, () =>
            service.import({
              ...(reference === undefined ? {} : { reference }),
              leafPem: material.leaf.pem,
              chainPems: material.chain.map((certificate) => certificate.pem),
              keyPem: material.privateKey.pem(),
              tags: reference === undefined ? tags : {},
            }),
          ),
        );
        return {
          place: placeOf(imported.reference, imported.reference),
          revision: String(imported.importedAt),
        };
      },
      readTags: (place, _at, call) =>
        call.attempt('memory:ListTags', async () => service.tagsOf(place.reference ?? '')),
      async tag(place, { set, remove }, call) {
        const reference = place.reference ?? '';
        if (Object.keys(set).length > 0) {
          await call.attempt('memory:SetTags', async (signal) =>
            named(signal, service.trail, () => service.setTags(reference, set)),
          );
        }
        if (remove.length > 0) {
          await call.attempt('memory:RemoveTags', async () => service.removeTags(reference, remove));
        }
      },
      async find(_config, query, call): Promise<Found> {
        let all: Stored[];
        try {
          all = await call.attempt('memory:List', async () => service.list());
        } catch (error) {
          if (!isPermissionMissing(error)) throw error;
          return { matches: [], complete: false, degraded: ['memory:List'] };
        }
        const matching = all.filter((stored) =>
          query.by === 'leaf'
            ? stored.leafPem === query.leaf.pem &&
              [undefined, query.provenance.targetId].includes(stored.tags[PROVENANCE_TAGS.targetId])
            : stored.tags[PROVENANCE_TAGS.targetId] === query.provenance.targetId &&
              stored.tags[PROVENANCE_TAGS.instance] === query.provenance.instance &&
              stored.createdAt >= (query.since ?? 0),
        );
        return {
          complete: true,
          matches: matching.map(({ reference, usedBy }) => ({
            place: placeOf(reference, reference),
            usedBy,
            pin: `reference: ${reference}`,
          })),
        };
      },
      writers: () => writersIn(service.trail, 'memory:'),
      async remove(place, call) {
        await call.attempt('memory:Delete', async () => service.delete(place.reference ?? ''));
      },
      recoveryCommands: ({ place }) => [
        {
          why: 'Put the previous certificate back.',
          command: `memory import ${place.reference ?? place.address}`,
        },
      ],
      async close() {},
    }),
  });
}

function placeOf(address: string, reference: string | undefined) {
  return { address, scope: 'memory', ...(reference === undefined ? {} : { reference }) };
}

function heldOf(stored: Stored) {
  return {
    leaf: derFromPem(stored.leafPem),
    chain: stored.chainPems.map((pem) => derFromPem(pem)),
    revision: String(stored.importedAt),
  };
}

async function getOrAbsent(
  service: MemoryService,
  reference: string,
  call: Call,
): Promise<Stored | 'absent'> {
  try {
    return await call.attempt('memory:Get', async () => service.get(reference));
  } catch (error) {
    if (isFailure(error, 'absent')) return 'absent';
    throw error;
  }
}

async function readTags(
  service: MemoryService,
  reference: string,
  call: Call,
): Promise<Record<string, string> | undefined> {
  try {
    return await call.attempt('memory:ListTags', async () => service.tagsOf(reference));
  } catch (error) {
    if (isPermissionMissing(error)) return undefined;
    throw error;
  }
}
