import type { CertificateFacts } from '@certctl/plugin-api';
import { childrenOf, type DerElement, DerError, expectTag, onlyElement, readOid, TAG } from './der.js';
import { readGeneralNames } from './general-names.js';

type ExtensionFacts = Pick<CertificateFacts, 'sans' | 'keyUsage' | 'extendedKeyUsage' | 'isCa'>;

/** Bits of RFC 5280, 4.2.1.3, in their order. */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

/** @param field the `[3]` of the certificate; undefined for one without extensions */
export function readExtensions(field: DerElement | undefined): ExtensionFacts {
  const values = field === undefined ? new Map<string, Uint8Array>() : valuesByOid(field);
  const sans = values.get('2.5.29.17');
  const keyUsage = values.get('2.5.29.15');
  const extendedKeyUsage = values.get('2.5.29.37');
  const constraints = values.get('2.5.29.19');
  return {
    sans: sans === undefined ? [] : readGeneralNames(onlyElement(sans, TAG.sequence)),
    keyUsage: keyUsage && readKeyUsage(onlyElement(keyUsage, TAG.bitString).content),
    extendedKeyUsage:
      extendedKeyUsage && childrenOf(onlyElement(extendedKeyUsage, TAG.sequence)).map(readOid),
    isCa: constraints !== undefined && readIsCa(onlyElement(constraints, TAG.sequence)),
  };
}

function valuesByOid(field: DerElement): Map<string, Uint8Array> {
  const values = new Map<string, Uint8Array>();
  for (const extension of childrenOf(onlyElement(field.content, TAG.sequence))) {
    const [id, ...rest] = childrenOf(expectTag(extension, TAG.sequence));
    const oid = readOid(id);
    // RFC 5280, 4.2: a certificate must not have an extension twice; two readers would choose differently.
    if (values.has(oid)) throw new DerError('an extension occurs twice');
    values.set(oid, expectTag(rest.at(-1), TAG.octetString).content);
  }
  return values;
}

function readKeyUsage(content: Uint8Array): string[] {
  return KEY_USAGES.filter((_, bit) => ((content[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

function readIsCa(constraints: DerElement): boolean {
  const [flag] = childrenOf(constraints);
  // Any byte but zero is true in BER, and some authorities write FALSE out, which DER leaves to the default.
  return flag?.tag === TAG.boolean && flag.content[0] !== 0;
}
