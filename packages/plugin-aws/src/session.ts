import type * as StsSdk from '@aws-sdk/client-sts';
import type { Call, Clock, EpochMs } from '@certctl/plugin-api';
import { answered } from './answered.js';

type CredentialsInput = NonNullable<StsSdk.STSClientConfig['credentials']>;

interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

interface SessionInput {
  readonly stsSdk: typeof StsSdk;
  readonly sts: (credentials: CredentialsInput) => StsSdk.STSClient;
  readonly base: CredentialsInput;
  readonly role: StsSdk.AssumeRoleCommandInput | undefined;
  readonly clock: Clock;
}

/** Credentials are renewed this long before they expire, so that they outlive the call they sign. */
const MARGIN_MS: EpochMs = 5 * 60_000;

/** As STS tells it: a user, or the session of a role. */
export interface CallerIdentity {
  readonly account: string;
  /** No deploy depends on it, so an answer without it will do. */
  readonly arn: string | undefined;
}

/**
 * Who the calls are made as. A role is assumed in the open, through the call, instead of inside the SDK's
 * credential provider, where the request would have neither a deadline nor a name.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export class Session {
  /** What the clients sign with. */
  readonly credentials: CredentialsInput;
  readonly #input: SessionInput;
  readonly #asBase: StsSdk.STSClient;
  readonly #asSelf: StsSdk.STSClient;
  readonly #underWay = new WeakMap<Call, Promise<void>>();
  #assumed: TemporaryCredentials | undefined;
  #identity: CallerIdentity | undefined;

  constructor(input: SessionInput) {
    this.#input = input;
    this.credentials = input.role ? async () => this.#current() : input.base;
    this.#asBase = input.sts(input.base);
    this.#asSelf = input.role ? input.sts(this.credentials) : this.#asBase;
  }

  /** Assumes the role, if there is one and its credentials are missing or about to expire. */
  async ready(call: Call): Promise<void> {
    const { role, clock } = this.#input;
    if (!role) return;
    if (this.#assumed && this.#assumed.expiration.getTime() - MARGIN_MS > clock.now()) return;
    // Shared within one deploy only: another deploy's signal must not decide over this one.
    let underWay = this.#underWay.get(call);
    if (!underWay) {
      underWay = this.#assume(role, call).finally(() => this.#underWay.delete(call));
      this.#underWay.set(call, underWay);
    }
    await underWay;
  }

  /** The account of the credentials in use. */
  async account(call: Call): Promise<string> {
    return (await this.identity(call)).account;
  }

  /** Whose the credentials in use are. Only a success is remembered. */
  async identity(call: Call): Promise<CallerIdentity> {
    if (this.#identity !== undefined) return this.#identity;
    await this.ready(call);
    const { GetCallerIdentityCommand } = this.#input.stsSdk;
    this.#identity = await call.attempt('sts:GetCallerIdentity', async (abortSignal) => {
      const { Account, Arn } = await this.#asSelf.send(new GetCallerIdentityCommand({}), { abortSignal });
      return { account: answered(Account, 'Account'), arn: Arn };
    });
    return this.#identity;
  }

  close(): void {
    this.#asBase.destroy();
    this.#asSelf.destroy();
    this.#assumed = undefined;
  }

  async #assume(role: StsSdk.AssumeRoleCommandInput, call: Call): Promise<void> {
    const { AssumeRoleCommand } = this.#input.stsSdk;
    this.#assumed = await call.attempt('sts:AssumeRole', async (abortSignal) => {
      const { Credentials } = await this.#asBase.send(new AssumeRoleCommand(role), { abortSignal });
      return {
        accessKeyId: answered(Credentials?.AccessKeyId, 'AccessKeyId'),
        secretAccessKey: answered(Credentials?.SecretAccessKey, 'SecretAccessKey'),
        sessionToken: answered(Credentials?.SessionToken, 'SessionToken'),
        expiration: answered(Credentials?.Expiration, 'Expiration'),
      };
    });
  }

  #current(): TemporaryCredentials {
    if (!this.#assumed) throw new Error('A call was made before the role was assumed.');
    return this.#assumed;
  }
}
