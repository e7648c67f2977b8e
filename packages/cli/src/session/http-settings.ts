import type { HttpSettings } from '@certctl/plugin-api';
import { getProxyForUrl } from 'proxy-from-env';
import type { Io } from '../io.js';
import { readText } from '../material/read-input.js';
import type { SessionFlags } from '../options/session-options.js';

/**
 * How services are reached: through the proxy of the environment (HTTPS_PROXY, NO_PROXY), trusting the
 * certificates of `--ca-bundle` beside the usual ones.
 * @throws CertctlError `file_unreadable`
 */
export async function httpSettings(
  flags: Pick<SessionFlags, 'caBundle'>,
  allowEndpoints: boolean,
  io: Io,
): Promise<HttpSettings> {
  const file = flags.caBundle ?? (io.env.CERTCTL_CA_BUNDLE || undefined);
  const caBundle = file === undefined ? undefined : await readText('--ca-bundle', file, io);
  return {
    connectTimeoutMs: 10_000,
    maxSockets: 64,
    allowEndpoints,
    proxyFor: (url) => getProxyForUrl(url) || undefined,
    ...(caBundle === undefined ? {} : { caBundle }),
  };
}
