import { randomUUID } from 'node:crypto';
import { refuse } from '../../server/rule.js';
import { bundleView } from '../bundle-view.js';
import { VaultCertificate, type VaultVersion } from '../certificate-store.js';
import { readMaterial, type VaultMaterial } from '../material/vault-material.js';
import { importPolicy } from '../policy/make-policy.js';
import { type PolicyWish, readPolicy } from '../policy/read-policy.js';
import { readTags } from '../rules/check-tags.js';
import { deleteRules } from '../rules/delete-rules.js';
import { importRules } from '../rules/import-rules.js';
import { strangeMaterial } from '../strange-material.js';
import { hasFault, refuseInTransition, type VaultCall } from '../vault-call.js';

/** The member came with the versions of the API that are named by a date. */
const PRESERVES_ORDER = /^\d{4}-/;

/** https://learn.microsoft.com/rest/api/keyvault/certificates/import-certificate/import-certificate */
export async function importCertificate(call: VaultCall): Promise<object> {
  const { body, settings, clock } = call;
  const tags = readTags(body, settings.tagLength) ?? {};
  const wish = readPolicy(hasFault(call, 'drop-policy') ? undefined : body.object('policy'), settings);
  const enabled = body.object('attributes')?.boolean('enabled') ?? true;
  const value = body.string('value') ?? '';
  if (value === '') refuse(importRules.value);
  refuseDeleted(call);
  const sent = {
    value,
    password: body.string('pwd') ?? '',
    // Without a word of the policy, a value is taken for a PFX, whatever the policy said before.
    contentType: readPolicy(body.object('policy'), settings).contentType ?? 'application/x-pkcs12',
  } as const;
  const material = readMaterial(sent, settings, clock.now());
  const stored = hasFault(call, 'wrong-certificate') ? await strangeMaterial(material.leaf) : material;
  const certificate = store(stored, wish, sent.contentType, call);
  Object.assign(certificate.latest, { enabled, tags: hasFault(call, 'drop-tags') ? {} : tags });
  const late = settings.lateReads;
  if (late !== null) certificate.delayReads(late.reads ?? 0, clock.now() + (late.ms ?? 0));
  return bundleView(certificate, certificate.latest, call);
}

function refuseDeleted(call: VaultCall): void {
  refuseInTransition(call);
  const now = call.clock.now();
  if (call.store.get(call.name, now)?.status(now) === 'deleted')
    refuse(deleteRules.isDeleted, { name: call.name });
}

function store(
  material: VaultMaterial,
  wish: PolicyWish,
  contentType: VaultVersion['contentType'],
  call: VaultCall,
): VaultCertificate {
  const now = call.clock.now();
  const held = call.store.get(call.name, now);
  const before = call.settings.policyOnImport === 'keep' ? held?.policy : undefined;
  const { leaf, key, privateKey, importedAs } = material;
  const policyThen = importPolicy({ leaf, key, contentType, wish, before, now });
  const certificate = held ?? new VaultCertificate(call.name, policyThen);
  certificate.put({
    id: randomUUID().replaceAll('-', ''),
    leaf,
    ...ordered(material, call),
    privateKey,
    contentType,
    policyThen,
    principal: call.principal.objectId,
    importedAs,
    createdAt: now,
    updatedAt: now,
    enabled: true,
    tags: {},
  });
  call.store.add(certificate);
  return certificate;
}

function ordered({ chain, leafAt }: VaultMaterial, call: VaultCall): Pick<VaultVersion, 'chain' | 'leafAt'> {
  const preserve = call.body.boolean('preserveCertOrder') ?? false;
  if (preserve && PRESERVES_ORDER.test(call.apiVersion)) return { chain, leafAt };
  return { chain: call.settings.chainOrder === 'reversed' ? chain.toReversed() : chain, leafAt: 0 };
}
