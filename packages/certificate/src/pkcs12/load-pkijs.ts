import type * as Asn1 from 'asn1js';
import type * as Pki from 'pkijs';

/** asn1js 3, which @peculiar/x509 has, too, and the pkijs that belongs to it. Version 4 of both takes twice the time. */
export interface Pkijs {
  readonly asn1: typeof Asn1;
  readonly pki: typeof Pki;
}

let loaded: Promise<Pkijs> | undefined;

/** Loaded when the first PKCS#12 is written or read: showing a plugin's manifest does not need them. */
export function loadPkijs(): Promise<Pkijs> {
  loaded ??= Promise.all([import('asn1js'), import('pkijs')]).then(([asn1, pki]) => ({ asn1, pki }));
  return loaded;
}

/** Bytes that asn1js may keep: it takes whole buffers, and a view may be a part of a larger one. */
export function arrayBufferOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
