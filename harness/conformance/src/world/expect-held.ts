import { pemBlocks } from '@certctl/certificate';
import { type IssuedLeaf } from '@certctl/certificate/issue';
import type { ObservedCertificate } from '../environment/stage.js';
import { CannotProve, CaseFailure } from '../kernel/case-failure.js';
import { expectThat } from '../kernel/expect.js';
import { fingerprintOf, type World } from './world.js';

/** Sees, past the plugin, that a leaf is held with its own key and chain, and given to consumers. */
export async function expectHeld(
  world: World,
  leaf: IssuedLeaf,
  reference?: string,
): Promise<ObservedCertificate> {
  const held = await world.held(reference);
  expectSame(held, leaf);
  expectThat('whether consumers are given what is held', held.enabled, 'enabled', 'disabled');
  return held;
}

/** The leaf, its own key, and its chain in order. @throws CaseFailure */
export function expectSame(held: ObservedCertificate, leaf: IssuedLeaf): void {
  const wanted = fingerprintOf(leaf.facts.der);
  const seen = fingerprintOf(held.leaf);
  if (seen !== wanted) throw new CaseFailure('the leaf that is held', short(wanted), short(seen));
  expectThat('the key that is held with it', held.keyBelongs !== false, 'that of the leaf', 'another one');
  expectChain(held, leaf.chainPem);
}

/** The chain that is held. @throws CannotProve where the environment does not see it */
export function chainOf({ chain }: ObservedCertificate): readonly Uint8Array[] {
  if (chain === undefined) throw new CannotProve('the chain that is held cannot be seen here');
  return chain;
}

/** @param chainPem in order, '' for none */
function expectChain(held: ObservedCertificate, chainPem: string): void {
  const wanted = chainPem === '' ? [] : pemBlocks(chainPem).map(({ der }) => fingerprintOf(der));
  if (held.chain === undefined) return;
  const seen = held.chain.map(fingerprintOf);
  if (seen.join() !== wanted.join()) {
    throw new CaseFailure('the chain that is held', chainText(wanted), chainText(seen));
  }
}

function chainText(fingerprints: readonly string[]): string {
  return fingerprints.length === 0 ? 'none' : fingerprints.map(short).join(', ');
}

function short(fingerprint: string): string {
  return `SHA-256 ${fingerprint.slice(0, 12)}…`;
}
