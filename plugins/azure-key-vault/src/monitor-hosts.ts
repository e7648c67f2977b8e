import { CertctlError, type HttpSettings } from '@certctl/plugin-api';
import { isLoopback } from '@certctl/plugin-http';

/** Why a token must not be sent to the URL; undefined when it may. */
export function endpointProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    return `"${text}" is not an http or https URL`;
  }
  if (url.username !== '' || url.password !== '') return 'an endpoint must not contain credentials';
  if (url.pathname !== '/' || url.search !== '') return 'an endpoint ends after its host';
  if (url.protocol === 'http:' && !isLoopback(url)) {
    return `plain http is allowed to a loopback address only, and ${url.hostname} is none; use https`;
  }
  return undefined;
}

/**
 * Holds a target's endpoints to the settings of the host: the tokens of its identity are sent there.
 *
 * @throws CertctlError `target_invalid`
 */
export function admitMonitorEndpoints(
  endpoints: { readonly management?: string; readonly logs?: string } | undefined,
  http: HttpSettings,
): void {
  if (endpoints === undefined || http.allowEndpoints) return;
  throw new CertctlError('target_invalid', 'endpoints: this host does not let targets name endpoints.', {
    remedy:
      'Remove "endpoints" from the target, or allow endpoints in the settings of the host where the engine runs (--allow-endpoints).',
  });
}
