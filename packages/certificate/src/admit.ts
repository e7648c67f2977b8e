import {
  CertctlError,
  type CertificateFacts,
  type EpochMs,
  type Finding,
  type Material,
  type PrivateKey,
} from '@certctl/plugin-api';
import { keyMatches, keySignsFor } from './key-matches.js';
import { describe, orderChain } from './order-chain.js';
import { assertSize, readCertificates } from './read-certificates.js';
import { readPrivateKey } from './read-private-key.js';
import { finding } from './rules.js';

/** Files as the certificate authority or the ACME client wrote them, PEM. */
export interface MaterialInput {
  /** The leaf; or the leaf with its chain, in any order. Blocks of other kinds are passed over. */
  readonly certificate: string | Uint8Array;
  /** Further certificates of the chain, in any order. */
  readonly chain?: string | Uint8Array;
  readonly privateKey: string | Uint8Array;
  /** Passphrase of an encrypted private key. */
  readonly passphrase?: string;
}

export interface Admitted {
  readonly material: Material;
  readonly findings: readonly Finding[];
}

const MAX_CERTIFICATES = 100;

/**
 * Turns files into material that may be deployed: the key fits the leaf, the chain leads from it, and
 * the leaf is valid now.
 *
 * The leaf is the certificate that the private key belongs to. A CA certificate is taken for a leaf only when
 * nothing else was given (what `openssl req -x509` makes): a CA with its chain and its key is a mistake
 * that would hand the key of an authority to a cloud.
 *
 * @param now the time that validity is judged by, without any tolerance
 * @throws CertctlError `material_empty`, `material_not_pem`, `material_too_large` (3 MiB for each input, 100
 *   certificates), `certificate_unreadable`, `certificate_expired`, `certificate_not_yet_valid`, `leaf_missing`,
 *   `leaf_in_chain`, `chain_broken`, `key_unreadable`, `key_encrypted`, `key_passphrase_wrong`, `key_mismatch`,
 *   `key_algorithm_unsupported`
 */
export function admit(input: MaterialInput, now: EpochMs): Admitted {
  assertSize('private key', input.privateKey);
  const given = readCertificates(input.certificate, 'certificate');
  const chainGiven = input.chain === undefined ? [] : readCertificates(input.chain, 'chain');
  if (given.length + chainGiven.length > MAX_CERTIFICATES) {
    throw new CertctlError('material_too_large', `More than ${MAX_CERTIFICATES} certificates were given.`);
  }
  const privateKey = readPrivateKey(input.privateKey, input.passphrase);
  try {
    return assemble(given, chainGiven, privateKey, now);
  } catch (error) {
    privateKey.destroy();
    throw error;
  }
}

function assemble(
  given: readonly CertificateFacts[],
  chainGiven: readonly CertificateFacts[],
  privateKey: PrivateKey,
  now: EpochMs,
): Admitted {
  const all = [...given, ...chainGiven];
  const leaf = pickLeaf(given, all, privateKey);
  if (!keySignsFor(privateKey, leaf)) {
    throw new CertctlError(
      'key_mismatch',
      `The private key does not sign for ${describe(leaf)}; it is damaged.`,
    );
  }
  assertValid(leaf, now);
  const others = all.toSpliced(all.indexOf(leaf), 1);
  const { chain, findings } = orderChain(leaf, others);
  return {
    material: { leaf, chain, privateKey },
    findings: [...findings, ...leafNotFirst(leaf, given, findings), ...outsideValidity(chain, now)],
  };
}

/** Node 20 has no ES2025 set operations, and certificates are compared by their bytes: by fingerprint. */
function distinct(certificates: readonly CertificateFacts[]): CertificateFacts[] {
  return certificates.filter((each, at) => certificates.findIndex(sameFingerprint(each)) === at);
}

function sameFingerprint(a: CertificateFacts): (b: CertificateFacts) => boolean {
  return (b) => a.fingerprint === b.fingerprint;
}

function pickLeaf(
  given: readonly CertificateFacts[],
  all: readonly CertificateFacts[],
  privateKey: PrivateKey,
): CertificateFacts {
  const matching = distinct(all).filter((each) => keyMatches(privateKey, each));
  const [leaf, second] = matching.filter((each) => !each.isCa || distinct(all).length === 1);
  if (leaf === undefined) throw noLeaf(all, matching);
  if (second !== undefined) {
    throw new CertctlError(
      'leaf_missing',
      `The private key belongs to ${describe(leaf)} and to ${describe(second)}; it is not clear which is meant.`,
      { remedy: 'Give only one of them.' },
    );
  }
  if (!given.some(sameFingerprint(leaf))) {
    throw new CertctlError(
      'leaf_missing',
      `The leaf ${describe(leaf)} is in the chain and not in the certificate input.`,
      {
        remedy: 'Give the leaf as the certificate; the two inputs may be the wrong way round.',
      },
    );
  }
  return leaf;
}

function noLeaf(all: readonly CertificateFacts[], matching: readonly CertificateFacts[]): CertctlError {
  const [authority] = matching;
  if (authority !== undefined) {
    return new CertctlError(
      'leaf_missing',
      `The private key belongs to the CA ${describe(authority)}, not to a leaf.`,
    );
  }
  const leaves = all.filter((each) => !each.isCa);
  if (leaves.length === 0) {
    return new CertctlError(
      'leaf_missing',
      'Only certificates of certificate authorities were given, and no leaf.',
    );
  }
  return new CertctlError(
    'key_mismatch',
    `The private key does not belong to ${leaves.map(describe).join(', ')}.`,
  );
}

/** RFC 5280, 4.1.2.5: notBefore and notAfter are inside the period. */
function assertValid(leaf: CertificateFacts, now: EpochMs): void {
  if (now > leaf.notAfter) {
    throw new CertctlError('certificate_expired', `${describe(leaf)} expired at ${iso(leaf.notAfter)}.`);
  }
  if (now < leaf.notBefore) {
    throw new CertctlError(
      'certificate_not_yet_valid',
      `${describe(leaf)} is valid from ${iso(leaf.notBefore)} on.`,
    );
  }
}

function leafNotFirst(
  leaf: CertificateFacts,
  given: readonly CertificateFacts[],
  findings: readonly Finding[],
): Finding[] {
  const isFirst = given[0]?.fingerprint === leaf.fingerprint;
  if (isFirst || findings.some(({ code }) => code === 'chain_reordered')) return [];
  return [finding('chain_reordered', `The leaf ${describe(leaf)} was not the first certificate.`)];
}

function outsideValidity(chain: readonly CertificateFacts[], now: EpochMs): Finding[] {
  return chain
    .filter(({ notBefore, notAfter }) => now < notBefore || now > notAfter)
    .map((each) =>
      finding(
        'chain_expired',
        `${describe(each)} is valid from ${iso(each.notBefore)} to ${iso(each.notAfter)}.`,
      ),
    );
}

function iso(time: EpochMs): string {
  return new Date(time).toISOString();
}
