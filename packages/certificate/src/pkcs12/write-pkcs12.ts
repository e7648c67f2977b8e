import { createHash, createHmac, getFips, randomBytes } from 'node:crypto';
import { CertctlError, type Material } from '@certctl/plugin-api';
import { TAG } from '../der.js';
import { element, integer, NULL, objectIdentifier, octetString, sequence } from '../write-der.js';
import { bmpPassword, deriveKey, PURPOSE } from './derive-key.js';
import { DIGESTS, OID, oidOf } from './oids.js';
import { ITERATIONS, type Pkcs12Encryption, type Sealed, seal } from './seal.js';

export type { Pkcs12Encryption } from './seal.js';

export interface Pkcs12Options {
  /**
   * `aes-256` (with PBKDF2-HMAC-SHA-256 and a SHA-256 MAC) when left out. `3des` (with a SHA-1 MAC) is for
   * readers that know nothing newer, and is refused in FIPS mode.
   */
  readonly encryption?: Pkcs12Encryption;
  /** Empty when left out: the file then hides nothing, whatever it is encrypted with. */
  readonly passphrase?: string;
}

/** What goes into the file; the facts are not needed beyond their DER. */
type Contents = { readonly [part in 'leaf' | 'privateKey']: Material[part] } & {
  readonly chain: Material['chain'];
};

/**
 * Writes leaf, chain (in its order) and private key as one PKCS#12 (RFC 7292), DER. Key and leaf carry the
 * same localKeyId, by which readers find them. The key is encrypted, and so are the certificates.
 *
 * @throws CertctlError `target_invalid` for 3DES in FIPS mode
 */
export async function writePkcs12(
  { leaf, chain, privateKey }: Contents,
  { encryption = 'aes-256', passphrase = '' }: Pkcs12Options = {},
): Promise<Uint8Array> {
  if (encryption === '3des' && getFips() === 1) {
    throw new CertctlError('target_invalid', 'A PKCS#12 with 3DES cannot be written in FIPS mode.', {
      remedy: 'Use AES-256, which is the default.',
    });
  }
  const localKeyId = localKeyIdOf(leaf.der);
  const certificates = sequence(
    certificateBag(leaf.der, localKeyId),
    ...chain.map(({ der }) => certificateBag(der)),
  );
  const sealing = seal(encryption, passphrase, [privateKey.pkcs8(), certificates]);
  // While the other key is derived on another thread.
  const mac = macKey(encryption, passphrase);
  const [key, sealed] = await sealing;
  if (!key || !sealed) throw new Error('a part was not sealed');
  const safe = sequence(
    encryptedInfo(sealed),
    dataInfo(
      sequence(bag(OID.shroudedKeyBag, sequence(key.algorithm, octetString(key.content)), localKeyId)),
    ),
  );
  return sequence(integer(3), dataInfo(safe), macData(safe, mac));
}

/** SafeBag; RFC 7292, 4.2. */
function bag(id: string, value: Uint8Array, ...attributes: readonly Uint8Array[]): Uint8Array {
  const set = attributes.length === 0 ? [] : [element(TAG.set, ...attributes)];
  return sequence(objectIdentifier(id), element(TAG.explicit, value), ...set);
}

function certificateBag(der: Uint8Array, ...attributes: readonly Uint8Array[]): Uint8Array {
  const certificate = element(TAG.explicit, octetString(der));
  const value = sequence(objectIdentifier(OID.x509Certificate), certificate);
  return bag(OID.certificateBag, value, ...attributes);
}

/** An attribute; RFC 2985, 5.5.2. */
function localKeyIdOf(leaf: Uint8Array): Uint8Array {
  const id = createHash('sha1').update(leaf).digest();
  return sequence(objectIdentifier(OID.localKeyId), element(TAG.set, octetString(id)));
}

/** ContentInfo of plain data; RFC 5652, 3 and 4. */
function dataInfo(data: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(OID.data), element(TAG.explicit, octetString(data)));
}

/** ContentInfo of encrypted data; RFC 5652, 8. */
function encryptedInfo({ algorithm, content }: Sealed): Uint8Array {
  const info = sequence(objectIdentifier(OID.data), algorithm, element(TAG.implicit, content));
  const data = sequence(integer(0), info);
  return sequence(objectIdentifier(OID.encryptedData), element(TAG.explicit, data));
}

interface MacKey {
  readonly digest: 'sha1' | 'sha256';
  readonly salt: Uint8Array;
  readonly key: Buffer;
}

function macKey(encryption: Pkcs12Encryption, passphrase: string): MacKey {
  const digest = encryption === '3des' ? 'sha1' : 'sha256';
  const salt = randomBytes(16);
  const password = bmpPassword(passphrase);
  const length = digest === 'sha1' ? 20 : 32;
  const key = deriveKey({ digest, purpose: PURPOSE.mac, password, salt, iterations: ITERATIONS, length });
  password.fill(0);
  return { digest, salt, key };
}

/** RFC 7292, 4 and 5.1. */
function macData(safe: Uint8Array, { digest, salt, key }: MacKey): Uint8Array {
  const mac = createHmac(digest, key).update(safe).digest();
  key.fill(0);
  const algorithm = sequence(objectIdentifier(oidOf(DIGESTS, digest)), NULL);
  return sequence(sequence(algorithm, octetString(mac)), octetString(salt), integer(ITERATIONS));
}
