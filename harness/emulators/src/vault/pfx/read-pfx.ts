import { createHmac, createPrivateKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { OctetString } from 'asn1js';
import {
  AuthenticatedSafe,
  CertBag,
  EncryptedData,
  type MacData,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  type SafeBag,
  SafeContents,
} from 'pkijs';
import { type ParsedCertificate, parseCertificate } from '../../x509/parsed-certificate.js';
import { decryptWithPassword, type PfxEncryption } from './password-encryption.js';
import { bmpPassword, KDF_PURPOSE, type KdfInput, pkcs12Kdf } from './pkcs12-kdf.js';

const OID = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
} as const;

const HASHES: Readonly<Record<string, KdfInput['hash']>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** What a PFX held. */
export interface ReadPfx {
  /** In the order of the file. */
  readonly certificates: readonly ParsedCertificate[];
  readonly privateKeys: readonly KeyObject[];
  /** Encryptions that were met, each once. */
  readonly encryptions: readonly PfxEncryption[];
  readonly descriptions: readonly string[];
  /** Hash function of the MAC. */
  readonly mac: string;
}

interface Found {
  readonly certificates: ParsedCertificate[];
  readonly privateKeys: KeyObject[];
  readonly encryptions: Set<PfxEncryption>;
  readonly descriptions: Set<string>;
}

/**
 * Reads PKCS#12 (RFC 7292) whose integrity and privacy are by password.
 * @throws for anything that it is not: a broken structure, a MAC that does not hold, another password
 */
export function readPfx(der: Uint8Array, password: string): ReadPfx {
  const pfx = PFX.fromBER(der);
  if (pfx.authSafe.contentType !== OID.data) throw new TypeError('the PFX is not protected by a password');
  const safe = octets(pfx.authSafe.content);
  const mac = checkMac(pfx.macData, safe, password);
  const found: Found = {
    certificates: [],
    privateKeys: [],
    encryptions: new Set(),
    descriptions: new Set(),
  };
  for (const { contentType, content } of AuthenticatedSafe.fromBER(safe).safeContents) {
    const contents =
      contentType === OID.data ? octets(content) : decrypted(contentType, content, password, found);
    for (const bag of SafeContents.fromBER(contents).safeBags) readBag(bag, password, found);
  }
  return { ...found, encryptions: [...found.encryptions], descriptions: [...found.descriptions], mac };
}

function decrypted(contentType: string, content: unknown, password: string, found: Found): Uint8Array {
  if (contentType !== OID.encryptedData) throw new TypeError('the contents are encrypted with a public key');
  const { encryptedContentInfo } = new EncryptedData({ schema: content });
  const plain = decryptWithPassword(
    encryptedContentInfo.contentEncryptionAlgorithm,
    new Uint8Array(encryptedContentInfo.getEncryptedContent()),
    password,
  );
  found.encryptions.add(plain.encryption);
  found.descriptions.add(plain.description);
  return plain.plain;
}

function readBag({ bagValue }: SafeBag, password: string, found: Found): void {
  if (bagValue instanceof CertBag) {
    found.certificates.push(parseCertificate(certificateIn(bagValue)));
  } else if (bagValue instanceof PKCS8ShroudedKeyBag) {
    const encrypted = new Uint8Array(bagValue.encryptedData.getValue());
    const plain = decryptWithPassword(bagValue.encryptionAlgorithm, encrypted, password);
    found.encryptions.add(plain.encryption);
    found.descriptions.add(plain.description);
    found.privateKeys.push(createPrivateKey({ key: plain.plain, format: 'der', type: 'pkcs8' }));
  } else if (bagValue instanceof PrivateKeyInfo) {
    const der = Buffer.from(bagValue.toSchema().toBER());
    found.privateKeys.push(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  }
}

/** pkijs has parsed the certificate already; its bytes are taken, not its objects. */
function certificateIn({ certValue, parsedValue }: CertBag): Uint8Array {
  const octetString: unknown = certValue;
  if (octetString instanceof OctetString) return new Uint8Array(octetString.getValue());
  if (parsedValue === undefined) throw new TypeError('a bag for a certificate holds none');
  return new Uint8Array(parsedValue.toSchema(true).toBER());
}

/**
 * RFC 7292, 4.: the MAC is over the content of the safe. No password may have been taken for an empty
 * BMPString or for none: both are in use.
 */
function checkMac(macData: MacData | undefined, safe: Uint8Array, password: string): string {
  if (macData === undefined) throw new TypeError('the PFX has no MAC');
  const hash = HASHES[macData.mac.digestAlgorithm.algorithmId];
  if (hash === undefined) throw new TypeError('the hash function of the MAC is not read');
  const expected = Buffer.from(macData.mac.digest.getValue());
  const salt = new Uint8Array(macData.macSalt.getValue());
  const passwords = password === '' ? [bmpPassword(''), Buffer.alloc(0)] : [bmpPassword(password)];
  const holds = passwords.some((bmp) => {
    const iterations = macData.iterations ?? 1;
    const input = { hash, purpose: KDF_PURPOSE.mac, password: bmp, salt, iterations };
    const key = pkcs12Kdf({ ...input, length: expected.length });
    const mac = createHmac(hash, key).update(safe).digest();
    return mac.length === expected.length && timingSafeEqual(mac, expected);
  });
  if (!holds) throw new TypeError('the MAC does not hold');
  return hash;
}

function octets(value: unknown): Uint8Array {
  if (!(value instanceof OctetString)) throw new TypeError('an octet string is missing');
  return new Uint8Array(value.getValue());
}
