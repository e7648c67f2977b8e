import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { ConformanceError } from '../../doors/conformance-error.js';
import type { ProxiedRequest, Route } from '../../environment/fault-proxy.js';
import type { AwsKeys } from './acm-endpoint.js';

interface AwsHostsInput {
  readonly region: string;
  /** The endpoint of ACM, as the SDK resolves it. */
  readonly acm: string;
  /** Whether every service answers at that URL. */
  readonly isOne: boolean;
  readonly keys: () => Promise<AwsKeys>;
}

/** Headers that a proxy makes anew: they are about the connection, or are the signature. */
const NOT_FORWARDED =
  /^(?:host|connection|authorization|x-amz-date|x-amz-security-token|x-amz-content-sha256)$/;

/** Requests of services other than ACM, by the name of the request. */
const SERVICES: Readonly<Record<string, string>> = {
  GetCallerIdentity: 'sts',
  AssumeRole: 'sts',
  GetResources: 'tagging',
  LookupEvents: 'cloudtrail',
};

/**
 * The hosts of AWS behind the proxy. A signature holds for one host, so each request is signed anew with the keys of
 * the run; which of them the plugin had signed with is not seen at the service.
 */
export class AwsHosts {
  constructor(private readonly input: AwsHostsInput) {}

  /** @param name of the request, as `acmRequestName` gives it */
  async route(asked: ProxiedRequest, name: string | undefined): Promise<Route> {
    const service = SERVICES[name ?? ''] ?? 'acm';
    const upstream = this.#hostOf(service);
    const { hostname, host, protocol } = new URL(upstream);
    const kept = Object.entries(asked.headers).filter(([header]) => !NOT_FORWARDED.test(header));
    const signer = new SignatureV4({
      service,
      region: this.input.region,
      credentials: await this.input.keys(),
      sha256: Sha256,
    });
    const { headers } = await signer.sign({
      ...{ method: asked.method, protocol, hostname, path: asked.path, query: {} },
      headers: { ...Object.fromEntries(kept), host },
      body: asked.body,
    });
    return { upstream, headers };
  }

  /** The account of the keys, asked past the plugin and its SDK. @throws ConformanceError when nobody says it */
  async account(): Promise<string> {
    const body = Buffer.from('Action=GetCallerIdentity&Version=2011-06-15');
    const asked = {
      ...{ method: 'POST', path: '/', body },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    };
    const { upstream, headers } = await this.route(asked, 'GetCallerIdentity');
    const answer = await fetch(upstream, { method: 'POST', headers: { ...headers }, body });
    const text = await answer.text();
    const [, account] = /<Account>(\d{12})<\/Account>/.exec(text) ?? [];
    if (answer.ok && account !== undefined) return account;
    throw new ConformanceError(
      `${upstream} does not say which account it is (sts:GetCallerIdentity): ${answer.status}`,
    );
  }

  #hostOf(service: string): string {
    const { acm, isOne } = this.input;
    // All endpoints of a partition differ in their first label only: https://docs.aws.amazon.com/general/latest/gr/rande.html
    return isOne ? acm : acm.replace('//acm.', `//${service}.`);
  }
}
