import { X509Certificate } from 'node:crypto';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { StorePlugin } from '@certctl/plugin-api';
import {
  type FaultyService,
  MemoryAppliance,
  MemoryFront,
  memoryApplianceStore,
  memoryFrontStore,
  memoryStore,
  memoryVaultStore,
  publicKeyOf,
  type Shows,
  tlsHandshake,
} from '@certctl/reference';
import type { Target } from '../target.js';
import type { Scenario } from './scenario.js';

/**
 * Which kind of store a run is about: one that replaces what it holds, or one that keeps versions; and one that replaces
 * and shows no more than a fingerprint, or a serial, or what it serves.
 */
export type ModelKind = 'in-place' | 'versioned' | Shows | 'handshake';

/** What is held, seen past the plugin. */
interface HeldNow {
  readonly leafPem: string;
  /** SHA-256 of the public key of the key that is held with it, where that can be another one's. */
  readonly keyFingerprint?: string;
  readonly enabled?: boolean;
}

/** A service as its process reaches it: dead with the process, and counted by its requests. */
type Reaching = <T extends FaultyService>(service: T) => T;

/** One kind of store: its service, its plugin, the one target in it. */
export interface ModelStore {
  readonly service: FaultyService;
  readonly target: Target;
  /** Names of operations that faults strike. */
  readonly operations: readonly string[];
  plugin(reaching: Reaching): StorePlugin;
  /** Everything that is held at the target. */
  held(): readonly HeldNow[];
  /** Somebody else's certificate takes the place of what is held. */
  overwrite(stranger: IssuedLeaf): void;
  /** The latest is taken out of service. */
  disable?(): void;
  close?(): Promise<void>;
}

export async function modelStore(kind: ModelKind, scenario: Scenario): Promise<ModelStore> {
  switch (kind) {
    case 'in-place':
      return inPlace(scenario);
    case 'versioned':
      return versioned(scenario);
    case 'handshake':
      return handshaking(await MemoryFront.start(scenario.clock, scenario.impostor));
    default:
      return shown(new MemoryAppliance(scenario.clock, kind, scenario.impostor));
  }
}

function inPlace(scenario: Scenario): ModelStore {
  const { service } = scenario;
  return {
    service,
    target: scenario.target(),
    operations: ['Import', 'Import', 'Get', 'List', 'ListTags', 'SetTags', 'RemoveTags', 'Delete'].map(
      (name) => `memory:${name}`,
    ),
    plugin: (reaching) => memoryStore(reaching(service)),
    held: () => service.all(),
    overwrite: ({ certificatePem, chainPem }) => {
      const [stored] = service.all();
      if (!stored) return;
      stored.leafPem = certificatePem;
      stored.chainPems = [chainPem];
      stored.keyFingerprint = keyOf(certificatePem);
    },
  };
}

function versioned(scenario: Scenario): ModelStore {
  const { vault } = scenario;
  return {
    service: vault,
    target: scenario.vaultTarget(),
    operations: ['Import', 'Import', 'Get', 'GetDeleted', 'GetSecret', 'Update'].map(
      (name) => `vault:${name}`,
    ),
    plugin: (reaching) => memoryVaultStore(reaching(vault)),
    held: () => vault.versions('shop').slice(-1),
    overwrite: ({ certificatePem, chainPem, privateKeyPem }) => {
      const latest = vault.versions('shop').at(-1);
      if (latest === undefined) return;
      const faults = vault.faults.splice(0);
      const pems = { leafPem: certificatePem, keyPem: privateKeyPem, chainPems: [chainPem] };
      vault.import('shop', { ...latest, ...pems, tags: {}, enabled: true });
      vault.faults.push(...faults);
    },
    disable: () => {
      const latest = vault.versions('shop').at(-1);
      if (latest !== undefined) latest.enabled = false;
    },
  };
}

function shown(appliance: MemoryAppliance): ModelStore {
  const { alias } = memoryApplianceStore(appliance);
  const { slots } = appliance;
  return {
    service: appliance,
    target: { id: 'web', type: alias, config: { slot: 'web' } },
    operations: ['Install', 'Install', 'Describe', 'Clear'].map((name) => `appliance:${name}`),
    plugin: (reaching) => memoryApplianceStore(reaching(appliance), appliance.shows),
    held: () => [...slots.values()],
    overwrite: ({ certificatePem, chainPem }) => {
      const slot = slots.get('web');
      if (!slot) return;
      const keyFingerprint = keyOf(certificatePem);
      const installs = slot.installs + 1;
      slots.set('web', { leafPem: certificatePem, chainPems: [chainPem], keyFingerprint, installs });
    },
  };
}

function handshaking(front: MemoryFront): ModelStore {
  return {
    service: front,
    target: { id: 'web', type: 'memory-front', config: { site: 'web' } },
    operations: ['Install', 'Install', 'Status', 'Handshake', 'Uninstall'].map((name) => `front:${name}`),
    plugin: (reaching) => {
      const reached = reaching(front);
      return memoryFrontStore(reached, async (endpoint, signal) => {
        reached.dial();
        return tlsHandshake(endpoint, signal);
      });
    },
    held: () => [...front.sites.values()],
    overwrite: ({ certificatePem, chainPem, privateKeyPem }) => {
      const pems = { leafPem: certificatePem, chainPems: [chainPem], keyPem: privateKeyPem };
      if (front.sites.has('web')) front.put('web', pems);
    },
    close: () => front.close(),
  };
}

function keyOf(pem: string): string {
  return publicKeyOf(new X509Certificate(pem));
}
