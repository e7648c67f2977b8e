import { randomBytes } from 'node:crypto';
import type { AccessKeyOption, RoleOption } from '../acm/settings.js';
import { checkPolicy, type IamPolicyDocument } from './policy.js';

/** Who signs with an access key. */
export interface Principal {
  readonly accessKeyId: string;
  /** undefined for a key that the emulator was not told of. */
  readonly secretAccessKey: string | undefined;
  readonly sessionToken?: string;
  /** End of a session, epoch milliseconds. */
  readonly expiresAt?: number;
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  readonly allow?: IamPolicyDocument;
}

/** The temporary credentials of a role session. */
export interface Session extends Principal {
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: number;
  readonly assumedRoleId: string;
}

/** Access keys, roles and the sessions that were handed out. */
export class Principals {
  private readonly keys = new Map<string, Principal>();
  private readonly roles = new Map<string, RoleOption>();

  constructor(private readonly defaultAccount: string) {}

  /** @throws TypeError for a policy with elements that are not evaluated. */
  addKey(option: AccessKeyOption): void {
    if (option.allow !== undefined) checkPolicy(option.allow);
    const account = option.account ?? this.defaultAccount;
    this.keys.set(option.accessKeyId, {
      ...option,
      account,
      arn: option.principal ?? `arn:aws:iam::${account}:user/${option.accessKeyId}`,
      userId: `AIDA${option.accessKeyId}`,
    });
  }

  /** @throws TypeError for a policy with elements that are not evaluated. */
  addRole(option: RoleOption): void {
    if (option.allow !== undefined) checkPolicy(option.allow);
    this.roles.set(option.arn, option);
  }

  role(arn: string): RoleOption | undefined {
    return this.roles.get(arn);
  }

  key(accessKeyId: string): Principal | undefined {
    return this.keys.get(accessKeyId);
  }

  /** Who a request without a known key is taken for when signatures are not checked. */
  stranger(accessKeyId: string | undefined): Principal {
    const name = accessKeyId ?? 'anonymous';
    return {
      accessKeyId: name,
      secretAccessKey: undefined,
      account: this.defaultAccount,
      arn: `arn:aws:iam::${this.defaultAccount}:user/${name}`,
      userId: `AIDA${name}`,
    };
  }

  openSession(role: RoleOption, sessionName: string, expiresAt: number): Session {
    const [, partition, , , account, path] = role.arn.split(':');
    const roleId = `AROA${randomBytes(8).toString('hex').toUpperCase()}`;
    const session: Session = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(48).toString('base64'),
      expiresAt,
      account: account ?? this.defaultAccount,
      arn: `arn:${partition}:sts::${account}:assumed-role/${path?.split('/').at(-1)}/${sessionName}`,
      userId: `${roleId}:${sessionName}`,
      assumedRoleId: `${roleId}:${sessionName}`,
      ...(role.allow === undefined ? {} : { allow: role.allow }),
    };
    this.keys.set(session.accessKeyId, session);
    return session;
  }
}
