import type { Call } from '@certctl/plugin-api';
import { answered } from './answered.js';
import type { AzureClients } from './azure-clients.js';
import type {
  CertificateBundle,
  CertificateItem,
  DeletedBundle,
  ImportParameters,
  Pages,
} from './certificate-bundle.js';
import { OPERATION } from './operations.js';
import { withAnswer } from './page-error.js';
import { withRemedy } from './remedies.js';

/** Reads the latest version: the path then ends in a slash, which is what the service documents. */
export const LATEST = '';

/** A certificate with what every answer about one has to hold. */
export type ShownCertificate = CertificateBundle & Required<Pick<CertificateBundle, 'id' | 'cer'>>;

export interface ShownSecret {
  readonly value: string;
  readonly contentType: string | undefined;
}

/**
 * The operations of Key Vault that the plugin uses: each method sends one request, or one a page, through the
 * call. https://learn.microsoft.com/rest/api/keyvault/
 */
export class VaultApi {
  readonly #clients: AzureClients;

  constructor(clients: AzureClients) {
    this.#clients = clients;
  }

  get(name: string, version: string, call: Call): Promise<ShownCertificate> {
    return this.#attempt(call, OPERATION.read, async (abortSignal) =>
      shown(await this.#clients.certificates.getCertificate(name, version, { abortSignal })),
    );
  }

  getDeleted(name: string, call: Call): Promise<DeletedBundle> {
    return this.#attempt(call, OPERATION.read, async (abortSignal) => {
      const bundle = await this.#clients.certificates.getDeletedCertificate(name, { abortSignal });
      answered(bundle.id, 'id');
      return bundle;
    });
  }

  /** @param parameters made anew for each attempt */
  import(name: string, parameters: () => Promise<ImportParameters>, call: Call): Promise<ShownCertificate> {
    return this.#attempt(call, OPERATION.import, async (abortSignal) => {
      const body = await parameters();
      return shown(await this.#clients.certificates.importCertificate(name, body, { abortSignal }));
    });
  }

  async disable(name: string, version: string, call: Call): Promise<void> {
    // Tags are left out: the service replaces all of them when it is given any.
    const change = { certificateAttributes: { enabled: false } };
    await this.#attempt(call, OPERATION.update, async (abortSignal) =>
      shown(await this.#clients.certificates.updateCertificate(name, version, change, { abortSignal })),
    );
  }

  async recover(name: string, call: Call): Promise<void> {
    await this.#attempt(call, OPERATION.recover, (abortSignal) =>
      this.#clients.certificates.recoverDeletedCertificate(name, { abortSignal }),
    );
  }

  async delete(name: string, call: Call): Promise<void> {
    await this.#attempt(call, OPERATION.delete, (abortSignal) =>
      this.#clients.certificates.deleteCertificate(name, { abortSignal }),
    );
  }

  secret(name: string, version: string, call: Call): Promise<ShownSecret> {
    return this.#attempt(call, OPERATION.getSecret, async (abortSignal) => {
      const { value, properties } = await this.#clients.secrets.getSecret(name, { version, abortSignal });
      return { value: answered(value, 'value'), contentType: properties.contentType };
    });
  }

  /** Pages of all certificates of the vault: ids and states, nothing of what they hold. */
  list(call: Call): AsyncGenerator<readonly CertificateItem[]> {
    return this.#pages(call, OPERATION.read, (abortSignal) =>
      this.#clients.certificates.getCertificates({ abortSignal }),
    );
  }

  versions(name: string, call: Call): AsyncGenerator<readonly CertificateItem[]> {
    return this.#pages(call, OPERATION.listVersions, (abortSignal) =>
      this.#clients.certificates.getCertificateVersions(name, { abortSignal }),
    );
  }

  async *#pages<Item>(
    call: Call,
    operation: string,
    list: (signal: AbortSignal) => Pages<Item>,
  ): AsyncGenerator<readonly Item[]> {
    let next: string | undefined;
    do {
      const at = next;
      const page = await this.#attempt(call, operation, (signal) =>
        // The SDK hands the signal on to the first page, and to no other.
        this.#clients.within(signal, async () => {
          const pages = list(signal).byPage(at === undefined ? {} : { continuationToken: at });
          const { value, done } = await pages.next().catch((error: unknown) => {
            throw withAnswer(error, this.#clients.answerTo);
          });
          return { items: done ? [] : value, next: done ? undefined : value.continuationToken };
        }),
      );
      yield page.items;
      next = page.next || undefined;
      if (next !== undefined) this.#assertOwn(next);
    } while (next !== undefined);
  }

  /** The link to the next page is an absolute URL out of the answer, and the token goes wherever it leads. */
  #assertOwn(link: string): void {
    const own = new URL(this.#clients.vaultUrl).origin;
    if (URL.canParse(link, own) && new URL(link, own).origin === own) return;
    throw new Error('The vault names another host for the next page of a list.');
  }

  async #attempt<T>(call: Call, operation: string, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return withRemedy(async () => {
      await this.#clients.token.ready(call);
      return call.attempt(operation, send);
    });
  }
}

function shown(bundle: CertificateBundle): ShownCertificate {
  return { ...bundle, id: answered(bundle.id, 'id'), cer: answered(bundle.cer, 'cer') };
}
