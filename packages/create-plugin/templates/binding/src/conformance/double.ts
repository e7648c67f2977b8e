import { Refusal, type ServiceAnswer, type ServiceRequest, startJsonService } from './json-service.js';

export interface HeldGateway {
  readonly certificate: string;
  readonly protocol: 'https' | 'tcp';
  /** Looks at it after a change until it has rolled the change out. */
  readonly looksUntilActive: number;
}

/** A double of the gateways of Acme Cloud: the service over HTTP, and what can be done to it past its API. */
export interface Double {
  readonly url: string;
  gateway(name: string): HeldGateway | undefined;
  /** Somebody else makes or changes a gateway, whatever the service's rules. */
  put(name: string, certificate: string, protocol?: HeldGateway['protocol']): void;
  clear(): void;
  close(): Promise<void>;
}

const PATH = /^\/v1\/gateways\/([a-z0-9-]{1,63})(\/certificate)?$/;

/**
 * Yours: what the service does, as strict as its documents, so that it can say no.
 *
 * @param isKnown whether there is a certificate of that reference
 */
export async function startDouble(token: string, isKnown: (reference: string) => boolean): Promise<Double> {
  const held = new Map<string, HeldGateway>();

  const required = (name: string): HeldGateway => {
    const gateway = held.get(name);
    if (gateway) return gateway;
    throw new Refusal(404, 'GatewayNotFound', `there is no gateway ${name}`);
  };

  const show = (name: string): ServiceAnswer => {
    const { certificate, protocol, looksUntilActive } = required(name);
    if (looksUntilActive > 0)
      held.set(name, { certificate, protocol, looksUntilActive: looksUntilActive - 1 });
    const state = looksUntilActive > 0 ? 'updating' : 'active';
    return { status: 200, body: { name, certificate, protocol, state } };
  };

  const setCertificate = (name: string, body: ServiceRequest['body']): ServiceAnswer => {
    const { certificate, ...rest } = body;
    if (typeof certificate !== 'string' || Object.keys(rest).length > 0)
      throw new Refusal(400, 'InvalidRequest', 'the body must have one field, certificate');
    const { protocol, certificate: before } = required(name);
    if (protocol !== 'https') throw new Refusal(400, 'InvalidRequest', `${name} ends no TLS`);
    if (!isKnown(certificate))
      throw new Refusal(404, 'CertificateNotFound', `there is no certificate ${certificate}`);
    if (certificate !== before) held.set(name, { certificate, protocol, looksUntilActive: 1 });
    return { status: 204 };
  };

  const answer = ({ method, path, body }: ServiceRequest): ServiceAnswer => {
    const [, name, part] = PATH.exec(path) ?? [];
    if (name === undefined) throw new Refusal(404, 'NoSuchPath', `there is nothing at ${path}`);
    if (method === 'GET' && part === undefined) return show(name);
    if (method === 'PUT' && part !== undefined) return setCertificate(name, body);
    throw new Refusal(405, 'InvalidRequest', `${method} is not allowed here`);
  };

  const { url, close } = await startJsonService(token, answer);
  return {
    url,
    gateway: (name) => held.get(name),
    put: (name, certificate, protocol = 'https') =>
      void held.set(name, { certificate, protocol, looksUntilActive: 0 }),
    clear: () => held.clear(),
    close,
  };
}
