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

/** Runs `work`; an error of a call that is known better leaves with its own remedy. */
export async function withRemedy<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const remedy = isFailure(error, 'refused', 'conflict') ? REMEDY_OF[error.failure.code] : undefined;
    if (remedy === undefined || !(error instanceof Error) || !isFailure(error, 'refused', 'conflict'))
      throw error;
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
