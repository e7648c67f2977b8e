import type { Logger } from '@certctl/plugin-api';

/** Says nothing. An embedder gives its own logger by its token. */
export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
};
