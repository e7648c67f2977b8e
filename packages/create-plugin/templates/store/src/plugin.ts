import { definePlugin } from '@certctl/plugin-api';
import { CAPABILITIES } from './capabilities.js';
import { classify } from './classify.js';
import { acmeCloudConfig } from './config.js';
import { connectionOf } from './connection.js';
import { LIMITS } from './limits.js';
import { PERMISSIONS, policy } from './permissions.js';
import { addressOf } from './place.js';
import { RULES } from './review.js';
import { openStore } from './store.js';
import { VERSION } from './version.js';

/** Acme Cloud as a store of certificates. */
export const acmeCloudPlugin = definePlugin({
  kind: 'store',
  type: 'AcmeCloud',
  alias: 'acme-cloud',
  title: 'Acme Cloud',
  version: VERSION,
  config: acmeCloudConfig,
  capabilities: CAPABILITIES,
  permissions: PERMISSIONS,
  // Yours: the rates that the vendor publishes. The engine keeps to them, over all deploys of a process.
  quotas: [
    {
      operation: 'certificates:Put',
      requests: 10,
      perMs: 1_000,
      scope: 'account',
      source: 'https://docs.acme-cloud.example/limits',
    },
  ],
  limits: LIMITS,
  rules: RULES,
  policies: { 'acme-cloud-role': policy },
  connection: connectionOf,
  pin: (config) => ({ address: addressOf(config), field: 'name' }),
  classify,
  open: async (connection, services) => openStore(connection, services),
});
