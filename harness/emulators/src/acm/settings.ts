import type { IamPolicyDocument } from '../iam/policy.js';

/** Behaviour that is disputed, unverified or published as a rate; all of it may be changed at run time. */
export interface AcmSettings {
  /**
   * Whether a re-import keeps the tags. Disputed: peers' code relies on `keep`, the runbook says `lose`.
   * @default 'keep'
   */
  tagsOnReimport: 'keep' | 'lose';
  /**
   * After an import, this many reads of the certificate, or the reads of this many milliseconds, are
   * answered from what was there before; after a first import that is nothing.
   * @default null: reads see every import at once
   */
  lateReads: LateReads | null;
  /** Milliseconds after which SearchCertificates sees an import. @default 0 */
  searchLag: number;
  /** Milliseconds after which ListTagsForCertificate and GetResources see a change of tags. @default 0 */
  tagLag: number;
  /**
   * Calls a second by operation for one account and region; `published` is the service's own table.
   * @default 'off'
   */
  rates: 'off' | 'published' | Readonly<Record<string, number>>;
  /** Signatures are verified, or only read for the access key and the region. @default 'off' */
  sigv4: 'off' | 'check';
  /** What a malformed ARN is answered with. @default 'InvalidArnException' */
  malformedArn: 'InvalidArnException' | 'ValidationException';
  /** Milliseconds during which a certificate still counts as in use after its last use ended. @default 10000 */
  inUseGrace: number;
  /** Most entries on a page, whatever the caller asks for: forces pagination in tests. @default 1000 */
  pageSize: number;
  quotas: AcmQuotas;
}

export interface LateReads {
  readonly reads?: number;
  readonly ms?: number;
}

export interface AcmQuotas {
  /** Certificates for one account and region. */
  readonly certificates: number;
  /** Imports in the last 365 days for one account and region; deleted ones count. */
  readonly importsPerYear: number;
  /** Whether a re-import counts as an import of the year. Unverified. */
  readonly countReimports: boolean;
}

export const defaultSettings: AcmSettings = {
  tagsOnReimport: 'keep',
  lateReads: null,
  searchLag: 0,
  tagLag: 0,
  rates: 'off',
  sigv4: 'off',
  malformedArn: 'InvalidArnException',
  inUseGrace: 10_000,
  pageSize: 1000,
  quotas: { certificates: 2500, importsPerYear: 5000, countReimports: true },
};

/** A pair of keys that the emulator knows, and who it belongs to. */
export interface AccessKeyOption {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Twelve digits. */
  readonly account?: string;
  /** ARN of the user or role session; made from the account and the access key when left out. */
  readonly principal?: string;
  /** The only permissions of this key; without it everything is allowed. */
  readonly allow?: IamPolicyDocument;
}

/** A role that can be assumed. */
export interface RoleOption {
  readonly arn: string;
  /** The caller must send this external id. */
  readonly externalId?: string;
  /** Content of the web identity token that may assume it; without one, none may. */
  readonly webIdentityToken?: string;
  readonly allow?: IamPolicyDocument;
}
