import type { Place } from '@certctl/plugin-api';
import type { AcmeCloudConfig } from './config.js';
import { originOf } from './connection.js';

/** The one spelling of a certificate's address: leases, journal and records are kept under it. */
export function addressOf({ url, name }: Pick<AcmeCloudConfig, 'url' | 'name'>): string {
  return `${originOf(url)}/v1/certificates/${name}`;
}

/**
 * Where the certificate is, or will be. What exists has a reference: without one the engine knows that the first
 * import makes it, and that going back takes it away.
 */
export function placeOf(config: Pick<AcmeCloudConfig, 'url' | 'name'>, exists: boolean): Place {
  const address = addressOf(config);
  return { address, scope: originOf(config.url), ...(exists ? { reference: address } : {}) };
}
