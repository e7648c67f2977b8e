import { ACMClient } from '@aws-sdk/client-acm';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { AcmStore } from './acm-store.js';
import { openClients } from './aws-clients.js';
import { services } from './call-double.fixture.js';
import type { AcmConnection } from './config.js';

/** The three clients of the SDK, answered in this process. */
export const mocks = {
  acm: mockClient(ACMClient),
  sts: mockClient(STSClient),
  tagging: mockClient(ResourceGroupsTaggingAPIClient),
  reset() {
    for (const mock of [mocks.acm, mocks.sts, mocks.tagging]) mock.reset();
  },
};

export async function openMocked(connection: Partial<AcmConnection> = {}): Promise<AcmStore> {
  const clients = await openClients({ region: 'us-east-1', ...connection }, services, { sendsItself: true });
  return new AcmStore(clients);
}

/** An error as the SDK throws it for a name of the service. */
export function serviceError(name: string): Error {
  return Object.assign(new Error(`${name}!`), { name, $metadata: { httpStatusCode: 400 } });
}
