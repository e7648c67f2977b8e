import { randomBytes, webcrypto } from 'node:crypto';
import type { EpochMs } from '@certctl/plugin-api';
import { toPem } from '../pem.js';
import { type KeyPair, signingKey } from './key-pair.js';
import {
  AuthorityKeyIdentifierExtension,
  type Extension,
  Name,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from './x509.js';

export interface CertificateRequest {
  /** Common name, or a name in the form of RFC 4514 when it has a `=`. */
  readonly subject: string;
  readonly keys: KeyPair;
  /** Undefined: signed with its own key. */
  readonly signer: { readonly subject: string; readonly keys: KeyPair } | undefined;
  readonly serial: string | undefined;
  readonly notBefore: EpochMs;
  readonly notAfter: EpochMs;
  readonly extensions: readonly Extension[];
}

/** Makes one certificate, PEM. */
export async function signCertificate(request: CertificateRequest): Promise<string> {
  const signer = request.signer ?? request;
  const created = await X509CertificateGenerator.create(
    {
      subject: nameOf(request.subject),
      issuer: nameOf(signer.subject),
      serialNumber: request.serial === undefined ? randomSerial() : evenLength(request.serial),
      notBefore: new Date(request.notBefore),
      notAfter: new Date(request.notAfter),
      publicKey: request.keys.publicKey,
      signingKey: await signingKey(signer.keys),
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      extensions: [
        ...request.extensions,
        await SubjectKeyIdentifierExtension.create(request.keys.publicKey, false, webcrypto),
        await AuthorityKeyIdentifierExtension.create(signer.keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return toPem('CERTIFICATE', new Uint8Array(created.rawData));
}

function nameOf(subject: string): Name {
  return subject.includes('=') ? new Name(subject) : new Name([{ CN: [subject] }]);
}

/** 16 random bytes, the first between 0x40 and 0x7f: positive, never shorter. RFC 5280, 4.1.2.2. */
function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

function evenLength(hex: string): string {
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}
