import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Clock } from '@certctl/plugin-api';
import { FaultyService } from './faulty-service.js';
import { publicKeyOf } from './memory-service.js';
import { ServiceError } from './service-error.js';

/** All that an appliance ever tells of a certificate. */
export type Shows = 'fingerprint' | 'serial';

/** What is installed in a slot. */
export interface Slot {
  leafPem: string;
  chainPems: readonly string[];
  /** SHA-256 of the public key of the installed private key: a stand-in for a handshake. */
  keyFingerprint: string;
  /** How often something was installed there. */
  readonly installs: number;
}

export interface Installation {
  readonly leafPem: string;
  readonly chainPems: readonly string[];
  readonly keyPem: string;
}

/** What the appliance answers; a field that the model does not have is absent. */
export interface SlotDescription {
  readonly installs: number;
  /** SHA-256 in upper case, with colons, as its screen shows it. */
  readonly fingerprint?: string;
  /** In decimal. */
  readonly serial?: string;
}

/**
 * An appliance in memory with slots for certificates: it has no tags, shows no certificate, and tells by a fingerprint
 * or by a serial what it has. It takes only what fits together.
 */
export class MemoryAppliance extends FaultyService {
  readonly slots = new Map<string, Slot>();
  /** Descriptions after an installation that still tell what was there before. */
  staleReads = 0;
  #stale: { readonly name: string; readonly before: Slot | undefined; left: number } | undefined;

  constructor(
    readonly clock: Clock,
    readonly shows: Shows,
    /** What a faulty installation stores in the place of what was sent. */
    readonly impostor?: { leafPem: string; keyPem: string },
  ) {
    super();
  }

  override heal(): void {
    super.heal();
    this.staleReads = 0;
    this.#stale = undefined;
  }

  describe(name: string): SlotDescription {
    return this.request('appliance:Describe', false, () => {
      const { installs, leafPem } = this.#shown(name);
      const { fingerprint256, serialNumber } = new X509Certificate(leafPem);
      return this.shows === 'fingerprint'
        ? { installs, fingerprint: fingerprint256 }
        : { installs, serial: BigInt(`0x${serialNumber}`).toString() };
    });
  }

  install(name: string, installation: Installation): { readonly installs: number } {
    return this.request('appliance:Install', true, (fault) => {
      if (!/^[a-z0-9-]{1,32}$/.test(name)) throw refused('NoSuchSlot', `${name} is no slot`);
      const content = fault === 'wrong-certificate' && this.impostor ? this.impostor : installation;
      const leaf = new X509Certificate(content.leafPem);
      if (!leaf.checkPrivateKey(createPrivateKey(content.keyPem))) {
        throw refused('KeyMismatch', 'the private key does not match the certificate');
      }
      refuseUnordered([installation.leafPem, ...installation.chainPems]);
      const before = this.slots.get(name);
      if (this.staleReads > 0) this.#stale = { name, before, left: this.staleReads };
      const installs = (before?.installs ?? 0) + 1;
      this.slots.set(name, {
        installs,
        leafPem: content.leafPem,
        chainPems: [...installation.chainPems],
        keyFingerprint: publicKeyOf(leaf),
      });
      return { installs };
    });
  }

  clear(name: string): void {
    this.request('appliance:Clear', true, () => {
      if (!this.slots.delete(name)) throw empty(name);
    });
  }

  #shown(name: string): Slot {
    const stale = this.#stale;
    const isStale = stale?.name === name && stale.left > 0;
    if (isStale) stale.left--;
    const slot = isStale ? stale.before : this.slots.get(name);
    if (!slot) throw empty(name);
    return slot;
  }
}

/** RFC 8446, 4.4.2: each certificate should certify the one before it. */
function refuseUnordered(pems: readonly string[]): void {
  for (const [at, pem] of pems.slice(1).entries()) {
    const issued = new X509Certificate(pems[at] ?? pem);
    if (!issued.checkIssued(new X509Certificate(pem))) {
      throw refused('BrokenChain', `certificate ${at + 2} does not certify the one before it`);
    }
  }
}

function refused(code: string, message: string): ServiceError {
  return new ServiceError('refused', code, message);
}

function empty(name: string): ServiceError {
  return new ServiceError('absent', 'EmptySlot', `slot ${name} is empty`);
}
