import type { BindingPlace } from '@certctl/plugin-api';
import type { AcmeCloudConfig } from './config.js';
import { originOf } from './connection.js';

/** The one spelling of a consumer's place: leases are kept under it. */
export function placeOf({ url, gateway }: Pick<AcmeCloudConfig, 'url' | 'gateway'>): BindingPlace {
  const address = `${originOf(url)}/v1/gateways/${gateway}`;
  return { address, scope: originOf(url), title: `gateway ${gateway}`, slot: 'one', consumer: address };
}
