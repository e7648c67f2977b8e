import type { ObservedPlace } from '@certctl/conformance';
import type { ControlDoor } from './control-door.js';

/** What the emulator tells of a certificate, as far as it is looked at; DER in base64. */
interface ToldCertificate {
  readonly name: string;
  readonly status: string;
  readonly versions: readonly {
    readonly version: string;
    readonly leaf: string;
    readonly chain: readonly string[];
    readonly tags: Readonly<Record<string, string>>;
    readonly enabled: boolean;
    readonly keyMatches: boolean;
  }[];
}

/**
 * Everything that fake-vault holds, past its API: the versions in the order in which they were made, which the
 * service's own list does not tell.
 *
 * @param url of the vault, as the plugin knows it
 */
export async function observeFakeVault(door: ControlDoor, url: string): Promise<readonly ObservedPlace[]> {
  // The shape is that of the state of the emulator that is built into the image.
  const { certificates, deleted } = (await door.state()) as {
    readonly certificates: readonly ToldCertificate[];
    readonly deleted: readonly ToldCertificate[];
  };
  return [...certificates, ...deleted].map(({ name, status, versions }) => ({
    reference: `${url}/secrets/${name}`,
    state: status === 'active' ? 'held' : 'deleted',
    revisions: versions.map(({ version, leaf, chain, tags, enabled, keyMatches }) => ({
      leaf: Buffer.from(leaf, 'base64'),
      chain: chain.map((der) => Buffer.from(der, 'base64')),
      tags,
      keyBelongs: keyMatches,
      enabled,
      revision: version,
    })),
  }));
}
