import type { StorePlugin } from '@certctl/plugin-api';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { filesystem } from '@certctl/plugin-filesystem';
import { usageError } from '../usage-error.js';

/** The plugins that come with the program. */
export const PLUGINS: readonly StorePlugin[] = [awsAcm, azureKeyVault, filesystem];

/** The plugin of a type, by either spelling. @throws CertctlError `usage` */
export function pluginOf(type: string): StorePlugin {
  const plugin = PLUGINS.find((each) => each.type === type || each.alias === type);
  if (plugin) return plugin;
  const known = PLUGINS.map(({ alias }) => alias).join(', ');
  throw usageError(`${JSON.stringify(type)} is not a type of target`, `Known: ${known}.`);
}
