import { CertctlError } from '@certctl/plugin-api';

/** What every journal answers to a deployment whose entry was taken over by a successor, or closed by one. */
export function noLongerOwned(id: string): CertctlError {
  return new CertctlError(
    'lease_lost',
    `the journal entry ${id} is in the hands of another deployment, or closed`,
  );
}
