import {
  type CertificateStore,
  type CertificateVersion,
  domainNames,
  type StoredCertificate,
} from '../acm/certificate-store.js';
import type { ListenerVersion } from './listener.js';

/** What a listener presents: the ARN, and what it holds at this moment. */
export interface Presented {
  readonly certificateArn: string;
  readonly version: CertificateVersion;
}

/**
 * The certificate for a client that names a server: one that has the very name, else one with a wildcard for
 * it, else the default; the first of several.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html; the
 * service also weighs key types, which is not emulated
 */
export function presentedFor(
  serverName: string | undefined,
  { defaultCertificate, certificates }: ListenerVersion,
  store: CertificateStore,
  { now, propagation }: { readonly now: number; readonly propagation: number },
): Presented | undefined {
  const held = [...(defaultCertificate === undefined ? [] : [defaultCertificate]), ...certificates]
    .map((arn) => store.get(arn))
    .filter((certificate) => certificate !== undefined)
    .map((certificate) => ({
      certificateArn: certificate.arn,
      version: inForce(certificate, now, propagation),
    }));
  const name = serverName?.toLowerCase();
  const named = (wanted: string | undefined) =>
    wanted === undefined
      ? undefined
      : held.find(({ version }) => domainNames(version.leaf).some((own) => own.toLowerCase() === wanted));
  const wildcard = name?.replace(/^[^.]+/, '*');
  return (
    named(name) ?? named(wildcard) ?? held.find(({ certificateArn }) => certificateArn === defaultCertificate)
  );
}

/** A new certificate is presented at once: there is nothing before it. */
function inForce(certificate: StoredCertificate, now: number, propagation: number): CertificateVersion {
  return certificate.indexed(now, propagation) ?? certificate.history[0] ?? certificate.current;
}
