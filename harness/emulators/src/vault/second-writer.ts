import { randomUUID } from 'node:crypto';
import type { FaultMoment } from '../faults/wire-fault.js';
import { importPolicy } from './policy/make-policy.js';
import { readPolicy } from './policy/read-policy.js';
import { strangeMaterial } from './strange-material.js';
import type { VaultCall } from './vault-call.js';

/** Somebody else imports under the name of this call, as its `second-writer` faults say. */
export async function interfere(moment: FaultMoment, call: VaultCall): Promise<void> {
  const due = call.faults.some(
    (fault) => fault.kind === 'second-writer' && (fault.when ?? 'after-effect') === moment,
  );
  const now = call.clock.now();
  const certificate = call.store.get(call.name, now);
  if (!due || certificate?.status(now) !== 'active') return;
  const { leaf, key, chain, leafAt, privateKey, importedAs } = await strangeMaterial(certificate.latest.leaf);
  const { contentType } = certificate.latest;
  const wish = readPolicy(undefined, call.settings);
  const policyThen = importPolicy({ leaf, key, contentType, wish, before: certificate.policy, now });
  certificate.put({
    id: randomUUID().replaceAll('-', ''),
    leaf,
    chain,
    leafAt,
    privateKey,
    contentType,
    policyThen,
    principal: 'second-writer',
    importedAs,
    createdAt: now,
    updatedAt: now,
    enabled: true,
    tags: {},
  });
}
