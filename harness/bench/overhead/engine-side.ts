import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine, Metrics, SystemClock, type Target, TOKENS } from '@certctl/engine';
import { fileKeyEncryptionKey, openPersistence } from '@certctl/persistence';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import {
  type Cloud,
  CREDENTIALS,
  OPERATOR_TAGS,
  type Preparation,
  REGION,
  type Side,
  TOKEN,
} from './order.js';

/** Requests a second of each operation: the governor counts every one, and none has to wait. */
const RATE = { requests: 10_000, perMs: 1_000 };

/** The engine as a host runs it: journal, leases, keys, records, uses of quotas and audit on disk, metrics on. */
export async function openEngineSide(preparation: Preparation): Promise<Side> {
  const { slots, renewals } = preparation;
  const { engine, close } = await openEngine();
  const targets = Array.from({ length: slots }, (_, slot) => targetOf(preparation, slot));
  const side: Side = {
    async renew(slot, renewal) {
      const target = targets[slot];
      const material = renewals[renewal % renewals.length];
      if (!target || !material) throw new Error(`there is no slot ${slot}`);
      const outcome = await engine.deploy({ target, ...material });
      if (outcome.status !== 'deployed') throw new Error(`${target.id} ended ${JSON.stringify(outcome)}`);
    },
    close,
  };
  for (let slot = 0; slot < slots; slot += 1) await side.renew(slot, slot);
  return side;
}

/** An engine on a folder of its own, which is gone when it is closed. */
export async function openEngine(): Promise<{ engine: Engine; metrics: Metrics; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'certctl-bench-'));
  const data = join(folder, 'data');
  const keyEncryptionKey = await fileKeyEncryptionKey(join(folder, 'key'), {
    dataFolder: data,
    create: true,
  });
  const store = await openPersistence({ folder: data, keyEncryptionKey, clock: new SystemClock() });
  const metrics = new Metrics();
  const engine = createEngine({
    plugins: [awsAcm, azureKeyVault].map((plugin) => ({
      ...plugin,
      quotas: plugin.quotas.map((quota) => ({ ...quota, ...RATE })),
    })),
    instance: 'bench',
    services: [
      [TOKENS.journal, store.journal],
      [TOKENS.leases, store.leases],
      [TOKENS.keeper, store.keeper],
      [TOKENS.addressBook, store.addressBook],
      [TOKENS.holds, store.holds],
      [TOKENS.audit, store.audit],
      [TOKENS.compromised, store.compromised],
      [TOKENS.deployments, store.deployments],
      [TOKENS.usage, store.usage],
      [TOKENS.together, (work) => store.together(work)],
      [TOKENS.metrics, metrics],
      [TOKENS.http, { connectTimeoutMs: 10_000, maxSockets: 64, allowEndpoints: true }],
      [TOKENS.credentials, { get: credentialsOf }],
    ],
  });
  return {
    engine,
    metrics,
    async close() {
      await engine.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function targetOf({ cloud, url }: { cloud: Cloud; url: string }, slot: number): Target {
  const id = `bench-${cloud}-${slot}`;
  if (cloud === 'vault') {
    const config = { vault_url: url, certificate_name: id, tags: OPERATOR_TAGS };
    return { id, type: 'AzureKeyVault', config };
  }
  const endpoints = { acm: url, sts: url, tagging: url };
  return { id, type: 'AWSACM', config: { region: REGION, endpoints, tags: OPERATOR_TAGS } };
}

function credentialsOf(vendor: string): unknown {
  if (vendor === 'aws') return CREDENTIALS;
  return { getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 24 * 3_600_000 }) };
}
