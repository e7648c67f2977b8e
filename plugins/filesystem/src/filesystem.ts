import { CertctlError, definePlugin } from '@certctl/plugin-api';
import { accessOf } from './access.js';
import { capabilities } from './capabilities.js';
import { classify } from './classify.js';
import {
  connectionOf,
  connectionOfScope,
  type FilesystemConnection,
  filesystemConfig,
  filesystemScope,
} from './config.js';
import { fileOperations } from './file-operations.js';
import { FilesystemStore } from './filesystem-store.js';
import { limits } from './limits.js';
import { permissions } from './permissions.js';
import { rules } from './rules.js';
import { VERSION } from './version.js';

/** The store plugin for PEM bundles in files: targets of type `Filesystem`. */
export const filesystem = definePlugin({
  kind: 'store',
  type: 'Filesystem',
  alias: 'filesystem',
  title: 'PEM bundle in a file',
  version: VERSION,
  config: filesystemConfig,
  capabilities,
  permissions,
  quotas: [],
  limits,
  rules,
  policies: {},
  discovery: { scope: filesystemScope, connection: connectionOfScope },
  connection: connectionOf,
  pin: ({ path }) => ({ address: path, field: 'path' }),
  async open(connection: FilesystemConnection, { commands }) {
    if (process.platform === 'win32') {
      throw new CertctlError('target_invalid', 'Files are written on Linux and macOS only.', {
        remedy:
          'Run certctl where the file is. Windows has neither modes nor a rename that replaces for good.',
      });
    }
    const access = await accessOf(connection, fileOperations);
    return new FilesystemStore(access, commands, fileOperations);
  },
  classify,
});
