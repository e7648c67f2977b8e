import { X509Certificate } from 'node:crypto';
import type { ObservedPlace, Stage } from '@certctl/conformance';

/**
 * moto puts a certificate of Amazon behind every chain, which nobody has sent, and the service does not; a chain that
 * was read from it and is put back has two of them. What a look shows is left out there, so that the rest of the
 * chain can be held against what was sent.
 */
export function withoutAddedAuthority(stage: Stage): Pick<Stage, 'observe'> {
  return {
    observe: async () =>
      (await stage.observe()).map(
        (place): ObservedPlace => ({
          ...place,
          revisions: place.revisions.map(({ chain = [], ...held }) => ({ ...held, chain: asSent(chain) })),
        }),
      ),
  };
}

/** @param chain DER, in order */
export function asSent(chain: readonly Uint8Array[]): readonly Uint8Array[] {
  return chain.slice(0, chain.findLastIndex((der) => !isAmazons(der)) + 1);
}

function isAmazons(der: Uint8Array): boolean {
  return new X509Certificate(der).issuer.split('\n').includes('O=Amazon');
}
