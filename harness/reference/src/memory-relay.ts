import { FaultyService } from './faulty-service.js';
import { ServiceError } from './service-error.js';

/**
 * A mail relay in memory: each of its domains has one certificate, never none, and nothing else is to be seen of it.
 * Who changed it is recorded nowhere.
 */
export class MemoryRelay extends FaultyService {
  /** References of the certificates, by domain. */
  readonly domains = new Map<string, string>();

  /** @param isKnown whether there is a certificate of a reference */
  constructor(private readonly isKnown: (reference: string) => boolean) {
    super();
  }

  show(domain: string): string {
    return this.request('relay:Show', false, () => this.#required(domain));
  }

  use(domain: string, reference: string): void {
    this.request('relay:Use', true, (fault) => {
      this.#required(domain);
      if (!this.isKnown(reference)) {
        throw new ServiceError('absent', 'CertificateNotFound', `${reference} is not known`);
      }
      if (fault !== 'ignored') this.domains.set(domain, reference);
    });
  }

  #required(domain: string): string {
    const reference = this.domains.get(domain);
    if (reference === undefined)
      throw new ServiceError('absent', 'DomainNotFound', `${domain} does not exist`);
    return reference;
  }
}
