import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import type { Call, Clock, EpochMs } from '@certctl/plugin-api';
import { OPERATION } from './operations.js';

interface VaultTokenInput {
  readonly credential: TokenCredential;
  /** What a vault of this cloud names in its challenge. */
  readonly resource: string;
  /** True for an emulator, which may name what it likes. */
  readonly anyResource: boolean;
  /** Tenant of the identity, where the target names it. */
  readonly tenantId: string | undefined;
  readonly clock: Clock;
  readonly within: <T>(signal: AbortSignal, send: () => Promise<T>) => Promise<T>;
}

/** A token is renewed this long before it expires, so that it outlives the call that it is sent with. */
const MARGIN_MS: EpochMs = 5 * 60_000;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The token that the clients send. It is asked for in the open, through the call, before the request that
 * needs it: a token that did not come would otherwise leave an import that may have been carried out.
 */
export class VaultToken implements TokenCredential {
  readonly #input: VaultTokenInput;
  readonly #underWay = new WeakMap<Call, Promise<void>>();
  #token: AccessToken | undefined;

  constructor(input: VaultTokenInput) {
    this.#input = input;
  }

  /** Gets a token, if there is none or it is about to expire. */
  async ready(call: Call): Promise<void> {
    if (this.#usable() !== undefined) return;
    // Shared within one deploy only: another deploy's signal must not decide over this one.
    let underWay = this.#underWay.get(call);
    if (!underWay) {
      underWay = call
        .attempt(OPERATION.token, (signal) => this.#fetch([this.scope], signal))
        .then(() => undefined)
        .finally(() => this.#underWay.delete(call));
      this.#underWay.set(call, underWay);
    }
    await underWay;
  }

  /** What the SDK asks for after the vault's challenge. Nothing is given to a challenge that names another resource. */
  async getToken(scopes: string | string[], options: GetTokenOptions = {}): Promise<AccessToken> {
    const asked = [scopes].flat();
    if (!asked.every((scope) => scope === this.scope)) {
      if (!this.#input.anyResource) throw refused(asked.join(', '), this.#input.resource);
      return this.#fetch(asked, options.abortSignal, options);
    }
    const { tenantId } = this.#input;
    if (tenantId && options.tenantId && isOther(tenantId, options.tenantId)) {
      throw otherTenant(options.tenantId, tenantId);
    }
    // Claims are asked for when the token that was sent is no longer enough; it is not sent again.
    const usable = options.claims === undefined ? this.#usable() : undefined;
    return usable ?? this.#fetch(asked, options.abortSignal, options);
  }

  /** What the token is asked for. */
  get scope(): string {
    return `${this.#input.resource}/.default`;
  }

  /** The token, if one was given out that is good for some time. */
  get current(): string | undefined {
    return this.#usable()?.token;
  }

  forget(): void {
    this.#token = undefined;
  }

  #usable(): AccessToken | undefined {
    const { clock } = this.#input;
    const token = this.#token;
    return token && token.expiresOnTimestamp - MARGIN_MS > clock.now() ? token : undefined;
  }

  async #fetch(
    scopes: string[],
    signal: GetTokenOptions['abortSignal'],
    { claims, enableCae }: GetTokenOptions = {},
  ): Promise<AccessToken> {
    const { credential, within } = this.#input;
    const options = {
      enableCae: enableCae ?? true,
      ...(claims === undefined ? {} : { claims }),
      ...(signal === undefined ? {} : { abortSignal: signal }),
    };
    const get = () => credential.getToken(scopes, options);
    const token = signal instanceof AbortSignal ? await raced(within(signal, get), signal) : await get();
    if (token === null) throw named('CredentialUnavailableError', 'The identity gave no token.');
    this.#token = token;
    return token;
  }
}

/** MSAL waits for what it has begun; the call does not wait for MSAL. */
function raced<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function isOther(own: string, challenged: string): boolean {
  return GUID.test(own) && GUID.test(challenged) && own.toLowerCase() !== challenged.toLowerCase();
}

function refused(named_: string, expected: string): Error {
  return named('ChallengeRefused', `The vault asks for a token for ${named_} instead of ${expected}.`);
}

function otherTenant(vaults: string, own: string): Error {
  return named('TenantMismatch', `The vault belongs to tenant ${vaults}, the identity to tenant ${own}.`);
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
