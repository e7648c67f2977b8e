/** An identity of AWS in two parts: the one that stays, and what it went by in one session. */
export interface PrincipalParts {
  readonly principal: string;
  readonly session?: string;
}

const ASSUMED = /^(arn:[a-z-]+:sts::\d{12}:assumed-role\/[^/]+)\/(.+)$/;

/**
 * The principal of an ARN as GetCallerIdentity and CloudTrail tell it. The session of a role is left out: of one
 * role it differs with the machine and the hour, and is chosen by whoever assumes the role.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export function principalOf(arn: string): PrincipalParts {
  const [, principal, session] = ASSUMED.exec(arn) ?? [];
  return principal === undefined || session === undefined ? { principal: arn } : { principal, session };
}
