import { AsyncLocalStorage } from 'node:async_hooks';
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';

interface Reach {
  /** Why the last request to the authority came to no answer. */
  failure?: Error;
}

/**
 * Tells why an authority could not be reached. MSAL says of every failure of the network that it could not look the
 * authority up, and keeps neither a certificate that is not trusted nor a proxy that refuses.
 */
export class AuthorityReach {
  readonly #asking = new AsyncLocalStorage<Reach>();
  readonly #host: string;

  constructor(authorityHost: string) {
    this.#host = new URL(authorityHost).host;
  }

  /** The client for the identity, which remembers what became of its last request to the authority. */
  watched(inner: HttpClient): HttpClient {
    return {
      sendRequest: async (request) => {
        const reach = new URL(request.url).host === this.#host ? this.#asking.getStore() : undefined;
        try {
          const response = await inner.sendRequest(request);
          delete reach?.failure;
          return response;
        } catch (error) {
          if (reach && error instanceof Error) reach.failure = error;
          throw error;
        }
      },
    };
  }

  /** The credential, whose error is that of the network where the authority was not reached. */
  telling(credential: TokenCredential): TokenCredential {
    return {
      getToken: (scopes, options) => {
        const reach: Reach = {};
        return this.#asking.run(reach, async () => {
          try {
            return await credential.getToken(scopes, options);
          } catch (error) {
            throw this.#unreached(reach.failure) ?? error;
          }
        });
      },
    };
  }

  /** Only what has a code of Node's or of the client's: what the authority answered is told by MSAL well enough. */
  #unreached(failure: (Error & { readonly code?: unknown }) | undefined): Error | undefined {
    if (failure === undefined || typeof failure.code !== 'string' || failure.name === 'AbortError')
      return undefined;
    const message = `the authority ${this.#host} was not reached: ${failure.message}`;
    return Object.assign(new Error(message, { cause: failure }), { code: failure.code });
  }
}
