import type { RoleDefinition } from '../iam/role-definition.js';

/** Behaviour that is disputed, unverified, a property of the vault or published as a rate; changeable at run time. */
export interface VaultSettings {
  /**
   * After an import, this many reads of the latest version, or those of this many milliseconds, are
   * answered from the version before; after a first import that is nothing.
   * @default null: reads see every import at once
   */
  lateReads: LateVaultReads | null;
  /** Calls of ten seconds: `published` is the service's own table. @default 'off' */
  rates: 'off' | 'published' | VaultRates;
  /** Whether a throttled answer says when to come again; the SDK retries only then. @default true */
  retryAfter: boolean;
  /** Resource that the challenge names. A hostile vault names another one. @default 'https://vault.azure.net' */
  challengeResource: string;
  /** Authority that the challenge names, without the tenant. @default 'https://login.microsoftonline.com' */
  challengeAuthority: string;
  /** Every authenticated call is refused, as from an address that the firewall does not know. @default false */
  firewall: boolean;
  /** Whether a 403 tells its inner code (`ForbiddenByRbac`, …). Unverified. @default true */
  forbiddenInnerCodes: boolean;
  /** Nothing can be purged before its time. @default false */
  purgeProtection: boolean;
  /** Days that a deleted certificate is kept, 7 to 90. @default 90 */
  retentionDays: number;
  /** Milliseconds that deleting takes. @default 0 */
  deletingMs: number;
  /** Milliseconds that recovering takes. @default 0 */
  recoveringMs: number;
  /** Premium vaults hold keys of HSMs. @default false */
  premium: boolean;
  /** Encryptions of a PFX that are read. Unverified for AES. @default both */
  pfxEncryptions: PfxEncryptions;
  /** Encryption of the PFX in a secret. Unverified. @default 'aes256' */
  secretPfxEncryption: 'aes256' | 'tripleDes';
  /**
   * Order of a chain that is stored without `preserveCertOrder`: behind the leaf as it came, or turned round.
   * @default 'as-sent'
   */
  chainOrder: 'as-sent' | 'reversed';
  /** Whether an import without a policy keeps what the policy said before. Unverified. @default 'keep' */
  policyOnImport: 'keep' | 'default';
  /** Value of the secret of a key that is not exportable: the certificates alone, or a refusal. @default 'certificates' */
  notExportableSecret: 'certificates' | 'refused';
  /** Order of a list of versions: by their random ids, or as they were made. Unverified. @default 'by-id' */
  versionOrder: 'by-id' | 'as-made';
  /** Most entries on a page, whatever the caller asks for: forces pagination in tests. @default 25 */
  pageSize: number;
  /**
   * Whether a disabled key still wraps, which its public half can do; unwrapping is refused in any case.
   * @default true
   */
  disabledKeyWraps: boolean;
  /** Longest name or value of a tag; older documents say 256. @default 512 */
  tagLength: number;
}

export interface LateVaultReads {
  readonly reads?: number;
  readonly ms?: number;
}

/** Calls in ten seconds for the vault. */
export interface VaultRates {
  readonly imports?: number;
  readonly others?: number;
}

export interface PfxEncryptions {
  /** PBES2 with AES of 128, 192 or 256 bits. */
  readonly aes256: boolean;
  /** pbeWithSHAAnd3-KeyTripleDES-CBC. */
  readonly tripleDes: boolean;
}

export const defaultSettings: VaultSettings = {
  lateReads: null,
  rates: 'off',
  retryAfter: true,
  challengeResource: 'https://vault.azure.net',
  challengeAuthority: 'https://login.microsoftonline.com',
  firewall: false,
  forbiddenInnerCodes: true,
  purgeProtection: false,
  retentionDays: 90,
  deletingMs: 0,
  recoveringMs: 0,
  premium: false,
  pfxEncryptions: { aes256: true, tripleDes: true },
  secretPfxEncryption: 'aes256',
  chainOrder: 'as-sent',
  policyOnImport: 'keep',
  notExportableSecret: 'certificates',
  versionOrder: 'by-id',
  pageSize: 25,
  disabledKeyWraps: true,
  tagLength: 512,
};

/** A bearer token that the vault knows, and who it belongs to. */
export interface VaultPrincipalOption {
  readonly token: string;
  /** Object id in the directory; made when left out. */
  readonly objectId?: string;
  /** Application id. */
  readonly clientId?: string;
  /** End of the token, epoch milliseconds. */
  readonly expiresAt?: number;
  /** The only permissions of this principal, as a role definition; without it everything is allowed. */
  readonly allow?: RoleDefinition;
  /** The same as an access policy of the vault: names of permissions (`import`, `get`, …). */
  readonly accessPolicy?: AccessPolicy;
}

export interface AccessPolicy {
  readonly certificates?: readonly string[];
  readonly secrets?: readonly string[];
  readonly keys?: readonly string[];
}
