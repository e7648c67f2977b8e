import { createHash, createHmac, getFips, randomBytes } from 'node:crypto';
import { CertctlError, type Material } from '@certctl/plugin-api';
import type { ContentInfo, SafeBag } from 'pkijs';
import { bmpPassword, deriveKey, PURPOSE } from './derive-key.js';
import { arrayBufferOf, loadPkijs, type Pkijs } from './load-pkijs.js';
import { DIGESTS, OID, oidOf } from './oids.js';
import { ITERATIONS, type Pkcs12Encryption, seal } from './seal.js';

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
  const lib = await loadPkijs();
  const localKeyId = createHash('sha1').update(leaf.der).digest();
  const key = await seal(lib, encryption, passphrase, privateKey.pkcs8());
  const certificates = [leaf, ...chain].map(({ der }, at) =>
    certificateBag(lib, der, at === 0 ? localKeyId : undefined),
  );
  const sealedCertificates = await seal(lib, encryption, passphrase, safeContents(lib, certificates));
  const keyBag = new lib.pki.SafeBag({
    bagId: OID.shroudedKeyBag,
    bagValue: new lib.pki.PKCS8ShroudedKeyBag({
      encryptionAlgorithm: key.algorithm,
      encryptedData: octetString(lib, key.content),
    }),
    bagAttributes: [localKeyIdAttribute(lib, localKeyId)],
  });
  const safe = new lib.pki.AuthenticatedSafe({
    safeContents: [
      encryptedInfo(lib, sealedCertificates),
      new lib.pki.ContentInfo({
        contentType: OID.data,
        content: octetString(lib, safeContents(lib, [keyBag])),
      }),
    ],
  });
  return withMac(lib, new Uint8Array(safe.toSchema().toBER()), encryption, passphrase);
}

function certificateBag(lib: Pkijs, der: Uint8Array, localKeyId: Uint8Array | undefined): SafeBag {
  return new lib.pki.SafeBag({
    bagId: OID.certificateBag,
    bagValue: new lib.pki.CertBag({ certId: OID.x509Certificate, certValue: octetString(lib, der) }),
    ...(localKeyId === undefined ? {} : { bagAttributes: [localKeyIdAttribute(lib, localKeyId)] }),
  });
}

function localKeyIdAttribute(lib: Pkijs, id: Uint8Array) {
  return new lib.pki.Attribute({ type: OID.localKeyId, values: [octetString(lib, id)] });
}

function safeContents(lib: Pkijs, safeBags: SafeBag[]): Uint8Array {
  return new Uint8Array(new lib.pki.SafeContents({ safeBags }).toSchema().toBER());
}

function encryptedInfo(lib: Pkijs, sealed: Awaited<ReturnType<typeof seal>>): ContentInfo {
  const encrypted = new lib.pki.EncryptedData({
    encryptedContentInfo: new lib.pki.EncryptedContentInfo({
      contentType: OID.data,
      contentEncryptionAlgorithm: sealed.algorithm,
      encryptedContent: octetString(lib, sealed.content),
      // DER in one piece; pieces would need an indefinite length, which not every reader takes.
      disableSplit: true,
    }),
  });
  return new lib.pki.ContentInfo({ contentType: OID.encryptedData, content: encrypted.toSchema() });
}

/** The outer file with its integrity; RFC 7292, 4 and 5.1. */
function withMac(lib: Pkijs, safe: Uint8Array, encryption: Pkcs12Encryption, passphrase: string): Uint8Array {
  const digest = encryption === '3des' ? 'sha1' : 'sha256';
  const salt = randomBytes(16);
  const password = bmpPassword(passphrase);
  const length = digest === 'sha1' ? 20 : 32;
  const key = deriveKey({ digest, purpose: PURPOSE.mac, password, salt, iterations: ITERATIONS, length });
  const mac = createHmac(digest, key).update(safe).digest();
  key.fill(0);
  password.fill(0);
  const file = new lib.pki.PFX({
    authSafe: new lib.pki.ContentInfo({ contentType: OID.data, content: octetString(lib, safe) }),
    macData: new lib.pki.MacData({
      mac: new lib.pki.DigestInfo({
        digestAlgorithm: new lib.pki.AlgorithmIdentifier({
          algorithmId: oidOf(DIGESTS, digest),
          algorithmParams: new lib.asn1.Null(),
        }),
        digest: octetString(lib, mac),
      }),
      macSalt: octetString(lib, salt),
      iterations: ITERATIONS,
    }),
  });
  return new Uint8Array(file.toSchema().toBER());
}

function octetString({ asn1 }: Pkijs, bytes: Uint8Array) {
  return new asn1.OctetString({ valueHex: arrayBufferOf(bytes) });
}
