import { admittedLabels, admittedPems, type Pems } from './admission.js';
import { Refusal, type ServiceAnswer, type ServiceRequest, startJsonService } from './json-service.js';

/** What the double holds under a name. */
export interface HeldCertificate extends Pems {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly version: number;
  readonly updatedAt: number;
  readonly usedBy: readonly string[];
}

/** A double of Acme Cloud: the service over HTTP, and what can be done to it past its API. */
export interface Double {
  readonly url: string;
  everything(): readonly HeldCertificate[];
  /** Somebody else writes, whatever the service's rules. The labels stay when none are given. */
  put(name: string, pems: Pems, labels?: Readonly<Record<string, string>>): void;
  relabel(name: string, labels: Readonly<Record<string, string>>): void;
  delete(name: string): void;
  clear(): void;
  close(): Promise<void>;
}

const PATH = /^\/v1\/certificates\/([a-z0-9-]{1,63})$/;
const MOST_CERTIFICATES = 50;

/** Yours: what the service does, as strict as its documents, so that it can say no. */
export async function startDouble(token: string): Promise<Double> {
  const held = new Map<string, HeldCertificate>();

  const put = (name: string, pems: Pems, labels?: Readonly<Record<string, string>>): HeldCertificate => {
    const before = held.get(name);
    const stored: HeldCertificate = {
      name,
      certificate: pems.certificate,
      chain: pems.chain,
      key: pems.key,
      labels: labels ?? before?.labels ?? {},
      version: (before?.version ?? 0) + 1,
      updatedAt: Date.now(),
      usedBy: before?.usedBy ?? [],
    };
    held.set(name, stored);
    return stored;
  };

  const required = (name: string): HeldCertificate => {
    const stored = held.get(name);
    if (stored) return stored;
    throw new Refusal(404, 'CertificateNotFound', `there is no certificate ${name}`);
  };

  const answer = ({ method, path, body }: ServiceRequest): ServiceAnswer => {
    const name = PATH.exec(path)?.[1];
    if (name === undefined) throw new Refusal(404, 'NoSuchPath', `there is nothing at ${path}`);
    switch (method) {
      case 'GET':
        return { status: 200, body: shown(required(name)) };
      case 'PUT': {
        const { labels, ...pems } = body;
        const admitted = [admittedPems(pems), admittedLabels(labels)] as const;
        if (!held.has(name) && held.size >= MOST_CERTIFICATES)
          throw new Refusal(403, 'QuotaExceeded', `an account has ${MOST_CERTIFICATES} certificates at most`);
        return { status: 200, body: shown(put(name, ...admitted)) };
      }
      case 'DELETE':
        if (required(name).usedBy.length > 0) throw new Refusal(409, 'CertificateInUse', `${name} is in use`);
        held.delete(name);
        return { status: 204 };
      default:
        throw new Refusal(405, 'InvalidRequest', `${method} is not allowed here`);
    }
  };

  const { url, close } = await startJsonService(token, answer);
  return {
    url,
    everything: () => [...held.values()],
    put,
    relabel: (name, labels) => void held.set(name, { ...required(name), labels }),
    delete: (name) => void held.delete(name),
    clear: () => held.clear(),
    close,
  };
}

/** A certificate as the API shows it: never with its key. */
function shown({ name, certificate, chain, labels, version, updatedAt, usedBy }: HeldCertificate): object {
  return {
    ...{ name, certificate, chain, labels, version },
    updated_at: new Date(updatedAt).toISOString(),
    used_by: usedBy,
  };
}
