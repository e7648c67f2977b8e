import type { SecretContentType } from '../certificate-store.js';

export const KEY_TYPES = ['RSA', 'RSA-HSM', 'EC', 'EC-HSM'] as const;

export type VaultKeyType = (typeof KEY_TYPES)[number];

export const CURVES = ['P-256', 'P-384', 'P-521', 'P-256K'] as const;

export type VaultCurve = (typeof CURVES)[number];

export interface LifetimeAction {
  readonly trigger: { readonly lifetime_percentage?: number; readonly days_before_expiry?: number };
  readonly action: { readonly action_type: 'EmailContacts' | 'AutoRenew' };
}

/** The management policy of a certificate, in the members of the REST API. */
export interface VaultPolicy {
  readonly key_props: {
    readonly exportable: boolean;
    readonly kty: VaultKeyType;
    readonly key_size?: number;
    readonly crv?: VaultCurve;
    readonly reuse_key: boolean;
  };
  readonly secret_props: { readonly contentType: SecretContentType };
  readonly x509_props: object;
  readonly lifetime_actions: readonly LifetimeAction[];
  readonly issuer: { readonly name: string };
  readonly enabled: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}
