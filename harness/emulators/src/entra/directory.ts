import { createHash, createPublicKey, type KeyObject, randomUUID, X509Certificate } from 'node:crypto';

/** A key that the issuer of workload identity tokens signs with, and the tokens of whom it may be. */
export interface FederatedCredentialOption {
  readonly issuer: string;
  readonly subject: string;
  /** @default 'api://AzureADTokenExchange' */
  readonly audience?: string;
  /** PEM of the issuer's public key. */
  readonly publicKey: string;
}

/** An application, or a service principal with the ways in which it can prove itself. */
export interface ApplicationOption {
  readonly clientId: string;
  readonly objectId?: string;
  readonly secrets?: readonly string[];
  /** PEM. */
  readonly certificates?: readonly string[];
  readonly federated?: readonly FederatedCredentialOption[];
}

/** A managed identity; the first is the system-assigned one, which requests without an id mean. */
export interface ManagedIdentityOption {
  readonly clientId?: string;
  readonly objectId?: string;
  /** Resource id of a user-assigned identity. */
  readonly resourceId?: string;
}

/** Somebody who can get a token. */
export interface Identity {
  readonly clientId: string;
  readonly objectId: string;
}

export interface ManagedIdentity extends Identity {
  readonly resourceId: string | undefined;
}

export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly publicKey: KeyObject;
}

export interface Application extends Identity {
  readonly secrets: readonly string[];
  readonly certificates: readonly RegisteredCertificate[];
  readonly federated: readonly FederatedCredential[];
}

export interface RegisteredCertificate {
  readonly publicKey: KeyObject;
  /** base64url of SHA-1 and of SHA-256: how the header of an assertion names it. */
  readonly thumbprints: readonly string[];
}

/** Applications and managed identities of one tenant. */
export class Directory {
  private readonly applications = new Map<string, Application>();
  private readonly identities: ManagedIdentity[] = [];

  addApplication(option: ApplicationOption): Identity {
    const application: Application = {
      clientId: option.clientId,
      objectId: option.objectId ?? randomUUID(),
      secrets: option.secrets ?? [],
      certificates: (option.certificates ?? []).map(registered),
      federated: (option.federated ?? []).map((credential) => ({
        issuer: credential.issuer,
        subject: credential.subject,
        audience: credential.audience ?? 'api://AzureADTokenExchange',
        publicKey: createPublicKey(credential.publicKey),
      })),
    };
    this.applications.set(option.clientId, application);
    return application;
  }

  addIdentity(option: ManagedIdentityOption): Identity {
    const identity = {
      clientId: option.clientId ?? randomUUID(),
      objectId: option.objectId ?? randomUUID(),
      resourceId: option.resourceId,
    };
    this.identities.push(identity);
    return identity;
  }

  application(clientId: string): Application | undefined {
    return this.applications.get(clientId);
  }

  /** The identity that fits, or the first when none is asked for. */
  identity(accept: ((identity: ManagedIdentity) => boolean) | undefined): ManagedIdentity | undefined {
    return accept === undefined ? this.identities[0] : this.identities.find(accept);
  }
}

function registered(pem: string): RegisteredCertificate {
  const certificate = new X509Certificate(pem);
  return {
    publicKey: certificate.publicKey,
    thumbprints: ['sha1', 'sha256'].map((hash) =>
      createHash(hash).update(certificate.raw).digest('base64url'),
    ),
  };
}
