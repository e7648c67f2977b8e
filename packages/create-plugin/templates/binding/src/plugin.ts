import { definePlugin } from '@certctl/plugin-api';
import { openBinding } from './binding.js';
import { CAPABILITIES } from './capabilities.js';
import { classify } from './classify.js';
import { acmeCloudConfig } from './config.js';
import { connectionOf } from './connection.js';
import { PERMISSIONS, policy } from './permissions.js';
import { placeOf } from './place.js';
import { RULES } from './review.js';
import { VERSION } from './version.js';

/** Gateways of Acme Cloud as consumers of stored certificates. */
export const acmeCloudPlugin = definePlugin({
  kind: 'binding',
  type: 'AcmeCloud',
  alias: 'acme-cloud',
  title: 'Acme Cloud',
  version: VERSION,
  config: acmeCloudConfig,
  capabilities: CAPABILITIES,
  // Yours: the types of the stores whose references the consumers take.
  stores: ['AcmeCertificates'],
  permissions: PERMISSIONS,
  // Yours: the rates that the vendor publishes. The engine keeps to them, over all deploys of a process.
  quotas: [
    {
      operation: 'gateways:SetCertificate',
      requests: 5,
      perMs: 1_000,
      scope: 'account',
      source: 'https://docs.acme-cloud.example/limits',
    },
  ],
  rules: RULES,
  policies: { 'acme-cloud-role': policy },
  connection: connectionOf,
  // A gateway has room for one certificate, so no two targets may be bound to it.
  pin: (config) => ({ address: placeOf(config).address, field: 'gateway' }),
  classify,
  open: async (connection, services) => openBinding(connection, services),
});
