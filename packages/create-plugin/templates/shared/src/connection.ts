import { CertctlError, type HttpSettings } from '@certctl/plugin-api';
import { isLoopback } from '@certctl/plugin-http';
import { z } from 'zod';
import { SECRET_REFERENCE } from './secret-reference.js';

// Yours: where the service answers. Only hosts of the vendor are sent to unless the host's settings say otherwise.
const VENDOR = /(?:^|\.)acme-cloud\.example$/;

/** Fields of a target that make the connection. Targets that agree in them share one open instance. */
export const connectionFields = {
  url: z
    .string()
    .superRefine((text, context) => {
      const problem = urlProblem(text);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .default('https://api.acme-cloud.example')
    .describe('Where the API of Acme Cloud answers: https, and nothing after the host.'),
  token: z
    .string()
    .regex(SECRET_REFERENCE, 'must be a reference, env:NAME or file:PATH, and not the secret itself')
    .meta({ writeOnly: true })
    .default('env:ACME_CLOUD_TOKEN')
    .describe('Where the token is: env:NAME or file:PATH, read where the engine runs.'),
};

/** What an instance is opened with. The token itself is never in it: connections are compared, and shown. */
export type AcmeCloudConnection = { readonly url: string; readonly token: string };

export function connectionOf({ url, token }: AcmeCloudConnection): AcmeCloudConnection {
  return { url: originOf(url), token };
}

/** The one spelling of a URL: `https://API.example/` and `https://api.example` are one service. */
export function originOf(url: string): string {
  return new URL(url).origin;
}

/**
 * Holds the URL to the settings of the host: whoever can write a target could otherwise have private keys sent to
 * a host of their own.
 *
 * @throws CertctlError `target_invalid`
 */
export function admitUrl(url: string, http: HttpSettings): void {
  if (http.allowEndpoints || VENDOR.test(new URL(url).hostname)) return;
  throw new CertctlError('target_invalid', `url: ${url} is not a host of Acme Cloud.`, {
    remedy: 'Correct the URL, or allow endpoints in the settings of the host where the engine runs.',
  });
}

function urlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return 'is not a URL';
  if (url.username !== '' || url.password !== '') return 'must not contain credentials';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return 'must end with the host';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return undefined;
  return 'must be https; plain http is for this machine only';
}
