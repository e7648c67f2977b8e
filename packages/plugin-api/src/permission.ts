import type { JsonObject } from './json.js';

/** Part of the work that needs a permission. */
export type Occasion = 'resolve' | 'inspect' | 'deploy' | 'roll back' | 'discover' | 'audit';

/** One operation that a plugin may call. What is not listed cannot be called. */
export interface Permission {
  /** The vendor's name of the operation, as policies and audit trails spell it (`acm:ImportCertificate`). */
  readonly operation: string;
  /** A lost answer of a `write` is uncertain; a lost answer of a `read` is asked again. */
  readonly effect: 'read' | 'write';
  /** `required`: without it the deploy is refused before any write. `optional`: it goes on with less. */
  readonly need: 'required' | 'optional';
  readonly on: readonly Occasion[];
  readonly why: string;
  /** For an optional permission: what is lost without it. Shown as a finding. */
  readonly without?: string;
  /** The statement that grants it, in the vendor's format; absent when no grant is needed. */
  readonly grant?: JsonObject;
}

/** A published rate of the service. */
export interface Quota {
  readonly operation: string;
  readonly requests: number;
  readonly perMs: number;
  /** What shares the quota: `account-region`, `vault`, … */
  readonly scope: string;
  readonly source: string;
  /**
   * Set for a window that is too long to be waited out, a year. Its requests are then counted durably, and a
   * plan that imports is held to what is left, less a reserve for restores.
   */
  readonly counted?: true;
}

/** Limits of the service that the plan checks offline. Sizes are bytes of PEM. */
export interface StoreLimits {
  readonly tags?: {
    readonly most: number;
    readonly nameLength: number;
    readonly valueLength: number;
    /** Source of a regular expression (flag `u`) that the whole name and value must match. */
    readonly characters?: string;
    readonly reservedPrefixes: readonly string[];
    readonly source: string;
  };
  readonly privateKeyBytes?: { readonly most: number; readonly source: string };
  readonly certificateBytes?: { readonly most: number; readonly source: string };
  readonly chainBytes?: { readonly most: number; readonly source: string };
}
