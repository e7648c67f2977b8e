import type { Plugin, StorePlugin } from '@certctl/plugin-api';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { awsElbv2 } from '@certctl/plugin-aws-elbv2';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { filesystem } from '@certctl/plugin-filesystem';
import { usageError } from '../usage-error.js';

/** The plugins that come with the program. */
export const PLUGINS: readonly Plugin[] = [awsAcm, azureKeyVault, filesystem, awsElbv2];

/** The plugin of a type, by either spelling. @throws CertctlError `usage` */
export function pluginOf(type: string): Plugin {
  const plugin = PLUGINS.find((each) => each.type === type || each.alias === type);
  if (plugin) return plugin;
  const known = PLUGINS.map(({ alias }) => alias).join(', ');
  throw usageError(`${JSON.stringify(type)} is not a type of target or binding`, `Known: ${known}.`);
}

/** The plugin of a type of target. @throws CertctlError `usage` */
export function storeOf(type: string): StorePlugin {
  const plugin = pluginOf(type);
  if (plugin.kind === 'store') return plugin;
  throw usageError(
    `${plugin.type} points consumers at certificates and holds none`,
    'Name it in the bindings of a target.',
  );
}
