import { CertctlError, isFailure } from '@certctl/plugin-api';

/** What to do about failures whose code says more than the registry's remedy for their class. */
const REMEDY_OF: Readonly<Record<string, string>> = {
  ChallengeRefused:
    'Check vault_url: a vault names the resource of its own cloud. No token and no certificate was sent.',
  TenantMismatch: 'Set tenant_id, and the identity, to those of the tenant that the vault belongs to.',
  ForbiddenByFirewall:
    "Allow this machine's address or network in the firewall of the vault, or go through its private endpoint. A role does not help.",
  ForbiddenByConnection:
    'Go through the private endpoint of the vault, or allow public access to it. A role does not help.',
  ObjectIsDeletedButRecoverable:
    'The name belongs to a deleted certificate. Deploy once with --undelete to recover it, or have it purged.',
  ObjectIsBeingDeleted:
    'Wait until the vault has deleted it, then look again: the name then belongs to a deleted certificate.',
  CredentialUnavailableError:
    'Check credential_mode: what it needs (a managed identity, the environment of workload identity, a client secret) is not there.',
  AuthenticationError:
    'Check the identity in the target: tenant_id, client_id, and its secret or certificate.',
  AuthenticationRequiredError:
    'Check the identity in the target: tenant_id, client_id, and its secret, certificate or federated credential.',
  AggregateAuthenticationError:
    'No identity was found on this machine. Name one with credential_mode instead of trying all.',
  Unauthorized: 'Check that the identity is of the tenant of the vault, and the clock of this machine.',
};

const CA =
  'Give the certificates of the authority that signed it as the CA bundle (--ca-bundle, CERTCTL_CA_BUNDLE): this machine does not trust it. A proxy that opens TLS signs with an authority of its own.';

/** Node's codes for a certificate that is not trusted: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const NETWORK_REMEDY: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CA,
  UNABLE_TO_GET_ISSUER_CERT: CA,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CA,
  SELF_SIGNED_CERT_IN_CHAIN: CA,
  DEPTH_ZERO_SELF_SIGNED_CERT: CA,
  PROXY_REFUSED:
    'Allow the host in the proxy, or correct HTTPS_PROXY and NO_PROXY: the proxy would not connect to it.',
  ENOTFOUND: 'Check the name, and whether this machine needs a proxy to reach it (HTTPS_PROXY).',
  ECONNREFUSED: 'Check that the host is reached from this machine, directly or by a proxy (HTTPS_PROXY).',
};

/** Runs `work`; an error of a call that is known better leaves with its own remedy. */
export async function withRemedy<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isFailure(error, 'refused', 'conflict', 'broken')) throw error;
    const { class: sorted, code } = error.failure;
    const remedy = sorted === 'broken' ? NETWORK_REMEDY[code] : REMEDY_OF[code];
    if (remedy === undefined) throw error;
    throw new CertctlError(error.code, error.message, {
      remedy,
      retryable: error.retryable,
      ...(error.operation === undefined ? {} : { operation: error.operation }),
      ...(error.target === undefined ? {} : { target: error.target }),
      failure: error.failure,
      cause: error,
    });
  }
}
