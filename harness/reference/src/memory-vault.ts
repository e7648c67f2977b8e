import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Clock } from '@certctl/plugin-api';
import { FaultyService } from './faulty-service.js';
import { publicKeyOf } from './memory-service.js';
import { ServiceError } from './service-error.js';

/** One version under a name. */
export interface Version {
  readonly id: string;
  readonly leafPem: string;
  readonly chainPems: readonly string[];
  readonly keyPem: string;
  readonly exportable: boolean;
  readonly contentType: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly importedAt: number;
  enabled: boolean;
}

export interface VaultImport {
  readonly leafPem: string;
  readonly chainPems: readonly string[];
  readonly keyPem: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly exportable: boolean;
  readonly contentType: string;
  readonly enabled: boolean;
}

interface Name {
  readonly versions: Version[];
  deletedAt: number | undefined;
}

/**
 * A vault in memory that holds to the rules of a real one: each import makes a version with tags of its own,
 * the chain is shown with the key and nowhere else, a disabled version gives no key, a deleted name is kept.
 */
export class MemoryVault extends FaultyService {
  readonly #names = new Map<string, Name>();
  /** What a service does that is not what was asked: drops the chain. */
  dropsChains = false;
  /** Reads of the latest after an import that still show the version before. */
  staleReads = 0;
  purgeProtection = false;
  #count = 0;

  constructor(
    readonly clock: Clock,
    /** What a faulty import stores in the place of what was sent. */
    readonly impostor?: { leafPem: string; keyPem: string },
  ) {
    super();
  }

  /** Every version under a name, oldest first, deleted or not. */
  versions(name: string): readonly Version[] {
    return this.#names.get(name)?.versions ?? [];
  }

  isDeleted(name: string): boolean {
    return this.#names.get(name)?.deletedAt !== undefined;
  }

  names(): string[] {
    return this.request('vault:List', false, () =>
      [...this.#names].filter(([, { deletedAt }]) => deletedAt === undefined).map(([name]) => name),
    );
  }

  import(name: string, input: VaultImport): Version {
    return this.request('vault:Import', true, (fault) => {
      const content = fault === 'wrong-certificate' && this.impostor ? this.impostor : input;
      if (!new X509Certificate(content.leafPem).checkPrivateKey(createPrivateKey(content.keyPem))) {
        throw new ServiceError('refused', 'KeyMismatch', 'the private key does not match the certificate');
      }
      const known = this.#names.get(name) ?? { versions: [], deletedAt: undefined };
      if (known.deletedAt !== undefined) throw deletedConflict(name);
      const version: Version = {
        ...input,
        leafPem: content.leafPem,
        keyPem: content.keyPem,
        chainPems: this.dropsChains ? [] : input.chainPems,
        tags: fault === 'ignored' ? {} : { ...input.tags },
        id: `v${++this.#count}`,
        importedAt: this.clock.now(),
      };
      known.versions.push(version);
      this.#names.set(name, known);
      return version;
    });
  }

  get(name: string, id?: string): Version {
    return this.request('vault:Get', false, () => {
      const { versions } = this.#live(name);
      if (id === undefined && this.staleReads > 0) {
        this.staleReads--;
        return found(versions.at(-2), name);
      }
      return found(id === undefined ? versions.at(-1) : versions.find((each) => each.id === id), name);
    });
  }

  secret(name: string, id?: string): Version {
    return this.request('vault:GetSecret', false, () => {
      const { versions } = this.#live(name);
      const version = id === undefined ? versions.at(-1) : versions.find((each) => each.id === id);
      if (version && !version.enabled) {
        throw new ServiceError('refused', 'SecretDisabled', `${name}/${version.id} is disabled`);
      }
      return found(version, name);
    });
  }

  disable(name: string, id: string): void {
    this.request('vault:Update', true, (fault) => {
      if (fault === 'ignored') return;
      found(
        this.#live(name).versions.find((each) => each.id === id),
        name,
      ).enabled = false;
    });
  }

  delete(name: string): void {
    this.request('vault:Delete', true, () => {
      this.#live(name).deletedAt = this.clock.now();
    });
  }

  getDeleted(name: string): { deletedAt: number; latest: Version } {
    return this.request('vault:GetDeleted', false, () => {
      const { versions, deletedAt } = found(this.#names.get(name), name);
      if (deletedAt === undefined) throw absent(name);
      return { deletedAt, latest: found(versions.at(-1), name) };
    });
  }

  recover(name: string): void {
    this.request('vault:Recover', true, () => {
      const known = found(this.#names.get(name), name);
      if (known.deletedAt === undefined) throw absent(name);
      known.deletedAt = undefined;
    });
  }

  /** SHA-256 of the public key that a handshake would show; undefined when consumers are given nothing. */
  served(name: string): string | undefined {
    const latest = this.isDeleted(name) ? undefined : this.versions(name).at(-1);
    return latest?.enabled ? publicKeyOf(new X509Certificate(latest.leafPem)) : undefined;
  }

  #live(name: string): Name {
    const known = this.#names.get(name);
    if (!known || known.deletedAt !== undefined) throw absent(name);
    return known;
  }
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw absent(name);
  return value;
}

function absent(name: string): ServiceError {
  return new ServiceError('absent', 'NotFound', `${name} was not found`);
}

function deletedConflict(name: string): ServiceError {
  return new ServiceError('conflict', 'ObjectIsDeletedButRecoverable', `${name} is deleted but recoverable`);
}
