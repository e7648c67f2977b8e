/** The parts of the SDK's own model that are used; every field may be missing from an answer. */
export interface CertificateBundle {
  readonly id?: string;
  readonly sid?: string;
  /** DER. */
  readonly cer?: Uint8Array;
  readonly tags?: Record<string, string>;
  readonly policy?: CertificatePolicy;
  readonly attributes?: CertificateAttributes;
}

export interface CertificateAttributes {
  readonly enabled?: boolean;
  readonly notBefore?: Date;
  readonly expires?: Date;
  readonly created?: Date;
  readonly recoveryLevel?: string;
}

/** https://learn.microsoft.com/rest/api/keyvault/certificates/get-certificate-policy/get-certificate-policy#certificatepolicy */
export interface CertificatePolicy {
  readonly id?: string;
  readonly attributes?: unknown;
  readonly keyProperties?: {
    readonly exportable?: boolean;
    readonly keyType?: string;
    readonly keySize?: number;
    readonly reuseKey?: boolean;
    readonly curve?: string;
  };
  readonly secretProperties?: { readonly contentType?: string };
  readonly issuerParameters?: { readonly name?: string };
  readonly lifetimeActions?: readonly unknown[];
  readonly x509CertificateProperties?: unknown;
}

export interface DeletedBundle extends CertificateBundle {
  readonly recoveryId?: string;
  readonly deletedDate?: Date;
  readonly scheduledPurgeDate?: Date;
}

export interface CertificateItem {
  readonly id?: string;
  readonly attributes?: CertificateAttributes;
}

export interface ImportParameters {
  /** Base64 of a PKCS#12, or PEM. */
  readonly base64EncodedCertificate: string;
  readonly password?: string;
  readonly certificatePolicy: CertificatePolicy;
  readonly certificateAttributes: { readonly enabled: boolean };
  readonly tags: Record<string, string>;
  readonly preserveCertOrder: boolean;
}

interface Options {
  readonly abortSignal: AbortSignal;
}

/** A list of which one page is asked for at a time. */
export interface Pages<Item> {
  byPage(settings: {
    readonly continuationToken?: string;
  }): AsyncIterator<Item[] & { readonly continuationToken?: string }>;
}

/** The operations of the SDK's generated client that are used: one request each. */
export interface VaultOperations {
  getCertificate(name: string, version: string, options: Options): Promise<CertificateBundle>;
  getDeletedCertificate(name: string, options: Options): Promise<DeletedBundle>;
  getCertificateVersions(name: string, options: Options): Pages<CertificateItem>;
  getCertificates(options: Options): Pages<CertificateItem>;
  importCertificate(name: string, parameters: ImportParameters, options: Options): Promise<CertificateBundle>;
  updateCertificate(
    name: string,
    version: string,
    parameters: { readonly certificateAttributes: { readonly enabled: boolean } },
    options: Options,
  ): Promise<CertificateBundle>;
  recoverDeletedCertificate(name: string, options: Options): Promise<CertificateBundle>;
  deleteCertificate(name: string, options: Options): Promise<DeletedBundle>;
}
