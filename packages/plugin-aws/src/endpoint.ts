import { CertctlError, type HttpSettings } from '@certctl/plugin-api';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Why private keys must not be sent to the URL; undefined when they may. */
export function endpointProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    return `"${text}" is not an http or https URL`;
  }
  if (url.username !== '' || url.password !== '') return 'an endpoint must not contain credentials';
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    return `plain http is allowed to a loopback address only, and ${url.hostname} is none; use https`;
  }
  return undefined;
}

/**
 * Holds a target's endpoints to the settings of the host.
 *
 * @throws CertctlError `target_invalid`
 */
export function admitEndpoints(
  endpoints: Readonly<Record<string, string | undefined>> | undefined,
  http: HttpSettings,
): void {
  for (const [service, url] of Object.entries(endpoints ?? {})) {
    if (url === undefined) continue;
    const problem = http.allowEndpoints
      ? endpointProblem(url)
      : 'this host does not let targets name endpoints';
    if (problem === undefined) continue;
    throw new CertctlError('target_invalid', `endpoints.${service}: ${problem}.`, {
      remedy: http.allowEndpoints
        ? 'Correct the endpoint, or remove it to use the one of AWS.'
        : 'Remove "endpoints" from the target, or allow endpoints in the settings of the host where the engine runs.',
    });
  }
}
