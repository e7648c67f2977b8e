import { readCertificate } from '@certctl/certificate';
import { type CertificateFacts, type Discovered, isCertctlError } from '@certctl/plugin-api';
import type { LocalCertificate } from './local-certificates.js';

/** What is held somewhere, with the local certificate that would renew it. */
export interface Matched {
  readonly discovered: Discovered;
  /** Absent when the service showed no certificate that could be read. */
  readonly leaf?: CertificateFacts;
  readonly local?: LocalCertificate;
  readonly by?: 'fingerprint' | 'names';
}

export interface Matching {
  readonly matched: readonly Matched[];
  /** Local certificates that are deployed nowhere within the scope. */
  readonly unused: readonly LocalCertificate[];
}

/**
 * Matches by fingerprint, then by the set of names; of several with the same names the one that ends last, with
 * its key before one without.
 */
export function matchLocal(all: readonly Discovered[], locals: readonly LocalCertificate[]): Matching {
  const byFingerprint = new Map(locals.map((local) => [local.leaf.fingerprint, local]));
  const byNames = new Map<string, LocalCertificate>();
  for (const local of [...locals].sort(leastFit)) byNames.set(namesOf(local.leaf), local);
  const used = new Set<LocalCertificate>();
  const matched = all.map((discovered): Matched => {
    const leaf = leafOf(discovered);
    if (!leaf) return { discovered };
    const same = byFingerprint.get(leaf.fingerprint);
    const local = same ?? (leaf.sans.length === 0 ? undefined : byNames.get(namesOf(leaf)));
    if (!local) return { discovered, leaf };
    used.add(local);
    return { discovered, leaf, local, by: same ? 'fingerprint' : 'names' };
  });
  return { matched, unused: locals.filter((local) => !used.has(local)) };
}

/** The fittest comes last, and is what a map keeps. */
function leastFit(a: LocalCertificate, b: LocalCertificate): number {
  const keys = Number(a.keyFile !== undefined) - Number(b.keyFile !== undefined);
  return keys || a.leaf.notAfter - b.leaf.notAfter || (a.certFile < b.certFile ? 1 : -1);
}

function namesOf({ sans }: CertificateFacts): string {
  return [...sans].sort().join(' ');
}

function leafOf({ held }: Discovered): CertificateFacts | undefined {
  if (!held.leaf) return undefined;
  try {
    return readCertificate(held.leaf);
  } catch (error) {
    if (isCertctlError(error)) return undefined;
    throw error;
  }
}
