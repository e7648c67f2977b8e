import { randomUUID } from 'node:crypto';
import type { Members } from '../../server/members.js';
import { refuse } from '../../server/rule.js';
import { type AcmCall, findCertificate, hasFault } from '../acm-call.js';
import { certificateArn } from '../arn.js';
import { type CertificateVersion, StoredCertificate } from '../certificate-store.js';
import { certificateRules } from '../rules/certificate-rules.js';
import { type CheckedMaterial, checkMaterial } from '../rules/check-material.js';
import { checkReimport } from '../rules/check-reimport.js';
import { readTags, type SentTag, withTags } from '../rules/check-tags.js';
import { importRules } from '../rules/import-rules.js';
import { reimportRules } from '../rules/reimport-rules.js';
import { strangeVersion } from '../strange-version.js';

const YEAR_MS = 365 * 86_400_000;

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html */
export async function importCertificate(input: Members, call: AcmCall): Promise<object> {
  const sent = {
    certificate: requiredBlob(input, 'Certificate', 32_768),
    privateKey: requiredBlob(input, 'PrivateKey', 5_120),
    chain: input.blob('CertificateChain', { min: 1, max: 2_097_152 }),
  };
  const arn = input.string('CertificateArn');
  if (arn !== undefined && input.has('Tags')) refuse(reimportRules.tags);
  const tags = readTags(input) ?? [];
  const held = arn === undefined ? undefined : findCertificate(arn, call, certificateRules.foundForImport);
  const material = checkMaterial(sent, call.clock.now());
  if (held !== undefined) checkReimport(held.current.leaf, material);
  checkQuotas(call, held !== undefined);
  const version = await versionToStore(material, call);
  const certificate = held === undefined ? create(version, tags, call) : replace(held, version, call);
  delayReads(certificate, call);
  return { CertificateArn: certificate.arn };
}

function requiredBlob(input: Members, name: string, max: number): Uint8Array {
  input.required(name);
  return input.blob(name, { min: 1, max }) ?? new Uint8Array();
}

function checkQuotas({ store, place, settings, clock }: AcmCall, again: boolean): void {
  const { certificates, importsPerYear, countReimports } = settings.quotas;
  if (!again && store.in(place).length >= certificates) refuse(importRules.quota);
  if (again && !countReimports) return;
  if (store.importsSince(place, clock.now() - YEAR_MS) >= importsPerYear) refuse(importRules.yearlyQuota);
}

async function versionToStore(material: CheckedMaterial, call: AcmCall): Promise<CertificateVersion> {
  const importedAt = call.clock.now();
  if (hasFault(call, 'wrong-certificate'))
    return strangeVersion(material.leaf, call.principal.arn, importedAt);
  const { leaf, chain, privateKey } = material;
  return { leaf, chain, privateKey, importedAt, principal: call.principal.arn };
}

function create(version: CertificateVersion, tags: readonly SentTag[], call: AcmCall): StoredCertificate {
  const arn = certificateArn(call.place, randomUUID());
  const certificate = new StoredCertificate(arn, call.place, version.importedAt, version);
  const stored = withTags({}, tags);
  certificate.tags.set(hasFault(call, 'drop-tags') ? {} : stored, version.importedAt);
  call.store.add(certificate);
  call.store.countImport(call.place, version.importedAt);
  return certificate;
}

function replace(held: StoredCertificate, version: CertificateVersion, call: AcmCall): StoredCertificate {
  held.put(version);
  if (call.settings.tagsOnReimport === 'lose' || hasFault(call, 'drop-tags'))
    held.tags.set({}, version.importedAt);
  if (call.settings.quotas.countReimports) call.store.countImport(call.place, version.importedAt);
  return held;
}

function delayReads(certificate: StoredCertificate, { settings, clock }: AcmCall): void {
  const late = settings.lateReads;
  if (late !== null) certificate.delayReads(late.reads ?? 0, clock.now() + (late.ms ?? 0));
}
