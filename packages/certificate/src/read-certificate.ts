import { X509Certificate } from 'node:crypto';
import { CertctlError, type CertificateFacts } from '@certctl/plugin-api';
import { childrenOf, type DerElement, DerError, expectTag, onlyElement, TAG } from './der.js';
import { readTime } from './der-time.js';
import { readName } from './distinguished-name.js';
import { readExtensions } from './extensions.js';
import { fingerprintOf } from './fingerprint.js';
import { algorithmOfPublicKey } from './key-algorithm.js';
import { derFromPem, toPem } from './pem.js';
import { Remembered } from './remembered.js';
import { sameCertificate } from './same-certificate.js';
import { serialFromInteger } from './serial.js';

/** What node:crypto made of a certificate, kept for signatures and keys: parsing is most of the cost. */
const PARSED = new WeakMap<CertificateFacts, X509Certificate>();

/**
 * Certificates that were read last, by fingerprint: a fleet has few intermediates, what a service shows after a
 * deploy is what was sent, and one certificate goes to many targets.
 */
const READ = new Remembered<CertificateFacts>(256);

/**
 * Reads a certificate once, for all that is ever asked of it. Two parsers have to accept it: OpenSSL,
 * which is what most services use, and the strict reader here, which gives the facts that node:crypto
 * does not have or only has as text.
 *
 * @param input DER, or a text with one PEM block of a certificate
 * @throws CertctlError `certificate_unreadable`
 */
export function readCertificate(input: Uint8Array | string): CertificateFacts {
  const given = typeof input === 'string' ? derOfOnlyBlock(input) : input;
  const fingerprint = fingerprintOf(given);
  const known = READ.get(fingerprint);
  // Whoever was given its bytes may have written to them since.
  if (known && sameCertificate(known.der, given)) return known;
  // A copy: the caller may write to its bytes, or they may be a small view of a large buffer.
  const facts = read(new Uint8Array(given), fingerprint);
  READ.set(fingerprint, facts);
  return facts;
}

function read(der: Uint8Array, fingerprint: string): CertificateFacts {
  try {
    const parsed = parseWithNode(der);
    const facts = readFacts(der, fingerprint);
    PARSED.set(facts, parsed);
    return facts;
  } catch (error) {
    const why = error instanceof DerError ? error.message : 'OpenSSL cannot parse it';
    throw new CertctlError(
      'certificate_unreadable',
      `A certificate of ${der.length} bytes does not parse: ${why}.`,
    );
  }
}

/** The certificate as node:crypto holds it. Parses again for facts that were copied. */
export function nodeCertificate(facts: CertificateFacts): X509Certificate {
  return PARSED.get(facts) ?? new X509Certificate(facts.der);
}

function derOfOnlyBlock(text: string): Uint8Array {
  try {
    return derFromPem(text);
  } catch (error) {
    throw new CertctlError(
      'certificate_unreadable',
      error instanceof CertctlError ? error.message : 'The text is not PEM.',
    );
  }
}

/** node:crypto looks for PEM inside the bytes first, and stops at the end of the DER: it must mean the same bytes. */
function parseWithNode(der: Uint8Array): X509Certificate {
  const parsed = new X509Certificate(der);
  if (!sameCertificate(parsed.raw, der))
    throw new DerError('the bytes hold something besides the certificate');
  return parsed;
}

/** RFC 5280, 4.1. */
function readFacts(der: Uint8Array, fingerprint: string): CertificateFacts {
  const [signed] = childrenOf(onlyElement(der, TAG.sequence));
  const fields = childrenOf(expectTag(signed, TAG.sequence));
  const [serial, , issuer, validity, subject, publicKey, ...rest] =
    fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  const [notBefore, notAfter] = childrenOf(expectTag(validity, TAG.sequence));
  return {
    der,
    pem: toPem('CERTIFICATE', der),
    serial: serialFromInteger(expectTag(serial, TAG.integer).content),
    subject: readName(subject),
    issuer: readName(issuer),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKey: fingerprintOf(expectTag(publicKey, TAG.sequence).bytes),
    keyAlgorithm: algorithmOfPublicKey(expectTag(publicKey, TAG.sequence)),
    ...readExtensions(rest.find((field) => field.tag === 0xa3)),
    isSelfIssued: sameElement(subject, issuer),
    fingerprint,
  };
}

function sameElement(a: DerElement | undefined, b: DerElement | undefined): boolean {
  return a !== undefined && b !== undefined && Buffer.compare(a.bytes, b.bytes) === 0;
}
