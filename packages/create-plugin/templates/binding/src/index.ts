export type { AcmeCloudConfig } from './config.js';
export { acmeCloudPlugin, acmeCloudPlugin as default } from './plugin.js';
