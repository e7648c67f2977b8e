import { createPrivateKey } from 'node:crypto';
import { ACMClient } from '@aws-sdk/client-acm';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { STSClient } from '@aws-sdk/client-sts';
import {
  type Authority,
  type IssuedLeaf,
  issueAuthority,
  issueLeaf,
  type LeafOptions,
} from '@certctl/certificate/issue';
import { type Material, PrivateKey } from '@certctl/plugin-api';
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
  return new AcmStore(await openClients({ region: 'us-east-1', ...connection }, services));
}

/** An error as the SDK throws it for a name of the service. */
export function serviceError(name: string): Error {
  return Object.assign(new Error(`${name}!`), { name, $metadata: { httpStatusCode: 400 } });
}

let authority: Promise<Authority> | undefined;

export async function issued(
  options: Partial<LeafOptions> = {},
): Promise<{ leaf: IssuedLeaf; material: Material }> {
  authority ??= issueAuthority().then((parent) => issueAuthority({ parent }));
  const issuer = await authority;
  const leaf = await issueLeaf(issuer, { names: ['www.example.com'], ...options });
  const key = createPrivateKey(leaf.privateKeyPem).export({ format: 'der', type: 'pkcs8' });
  const material = {
    leaf: leaf.facts,
    chain: [issuer.facts],
    privateKey: new PrivateKey(new Uint8Array(key)),
  };
  return { leaf, material };
}
