import { createHmac, type KeyObject, randomBytes } from 'node:crypto';
import { OctetString } from 'asn1js';
import {
  AlgorithmIdentifier,
  AuthenticatedSafe,
  CertBag,
  ContentInfo,
  DigestInfo,
  EncryptedContentInfo,
  EncryptedData,
  MacData,
  PFX,
  PKCS8ShroudedKeyBag,
  SafeBag,
  SafeContents,
} from 'pkijs';
import { encryptWithPassword, type PfxEncryption } from './password-encryption.js';
import { bmpPassword, KDF_PURPOSE, pkcs12Kdf } from './pkcs12-kdf.js';

const OID = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

export interface PfxContents {
  /** DER, in the order in which they shall stand in the file. */
  readonly certificates: readonly Uint8Array[];
  /** Left out where the key must not leave. */
  readonly privateKey?: KeyObject;
  /** @default '' */
  readonly password?: string;
  readonly encryption: PfxEncryption;
}

const ITERATIONS = 2_000;

/** Writes PKCS#12 (RFC 7292): certificates and key in a safe of their own each, both encrypted, with a MAC. */
export function writePfx({ certificates, privateKey, password = '', encryption }: PfxContents): Buffer {
  const safes = [encryptedSafe(certificates.map(certBag), encryption, password)];
  if (privateKey !== undefined) safes.push(plainSafe([keyBag(privateKey, encryption, password)]));
  const safe = Buffer.from(new AuthenticatedSafe({ safeContents: safes }).toSchema().toBER());
  const pfx = new PFX({
    version: 3,
    authSafe: dataOf(safe),
    macData: macData(safe, password, encryption === 'tripleDes' ? 'sha1' : 'sha256'),
  });
  return Buffer.from(pfx.toSchema().toBER());
}

function certBag(der: Uint8Array): SafeBag {
  const bagValue = new CertBag({
    certId: OID.x509Certificate,
    certValue: new OctetString({ valueHex: der }),
  });
  return new SafeBag({ bagId: OID.certBag, bagValue });
}

function keyBag(privateKey: KeyObject, encryption: PfxEncryption, password: string): SafeBag {
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  const { algorithm, bytes } = encryptWithPassword(encryption, pkcs8, password);
  const bagValue = new PKCS8ShroudedKeyBag({
    encryptionAlgorithm: algorithm,
    encryptedData: new OctetString({ valueHex: bytes }),
  });
  return new SafeBag({ bagId: OID.shroudedKeyBag, bagValue });
}

function plainSafe(safeBags: SafeBag[]): ContentInfo {
  return dataOf(Buffer.from(new SafeContents({ safeBags }).toSchema().toBER()));
}

function encryptedSafe(safeBags: SafeBag[], encryption: PfxEncryption, password: string): ContentInfo {
  const plain = Buffer.from(new SafeContents({ safeBags }).toSchema().toBER());
  const { algorithm, bytes } = encryptWithPassword(encryption, plain, password);
  const encryptedContentInfo = new EncryptedContentInfo({
    contentType: OID.data,
    contentEncryptionAlgorithm: algorithm,
    encryptedContent: new OctetString({ valueHex: bytes }),
    disableSplit: true,
  });
  return new ContentInfo({
    contentType: OID.encryptedData,
    content: new EncryptedData({ encryptedContentInfo }).toSchema(),
  });
}

function dataOf(bytes: Uint8Array): ContentInfo {
  return new ContentInfo({ contentType: OID.data, content: new OctetString({ valueHex: bytes }) });
}

function macData(safe: Uint8Array, password: string, hash: 'sha1' | 'sha256'): MacData {
  const salt = randomBytes(16);
  const key = pkcs12Kdf({
    hash,
    purpose: KDF_PURPOSE.mac,
    password: bmpPassword(password),
    salt,
    iterations: ITERATIONS,
    length: hash === 'sha1' ? 20 : 32,
  });
  return new MacData({
    mac: new DigestInfo({
      digestAlgorithm: new AlgorithmIdentifier({ algorithmId: OID[hash] }),
      digest: new OctetString({ valueHex: createHmac(hash, key).update(safe).digest() }),
    }),
    macSalt: new OctetString({ valueHex: salt }),
    iterations: ITERATIONS,
  });
}
