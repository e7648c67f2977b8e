import type { ObservedPlace } from '@certctl/conformance';
import type { ControlDoor } from './control-door.js';

/** What the emulator tells of a certificate, as far as it is looked at; DER in base64. */
interface ToldCertificate {
  readonly arn: string;
  readonly leaf: string;
  readonly chain: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly importedAt: number;
  readonly keyMatches: boolean;
}

/** Everything that fake-acm holds, in the order in which it was made, past its API. */
export async function observeFakeAcm(door: ControlDoor): Promise<readonly ObservedPlace[]> {
  // The shape is that of the state of the emulator that is built into the image.
  const { certificates } = (await door.state()) as { readonly certificates: readonly ToldCertificate[] };
  return certificates.map(({ arn, leaf, chain, tags, importedAt, keyMatches }) => ({
    reference: arn,
    state: 'held',
    revisions: [
      {
        leaf: Buffer.from(leaf, 'base64'),
        chain: chain.map((der) => Buffer.from(der, 'base64')),
        tags,
        keyBelongs: keyMatches,
        enabled: true,
        revision: String(importedAt),
      },
    ],
  }));
}
