import { type Call, CertctlError, isCertctlError, type Place, type ResolveInput } from '@certctl/plugin-api';
import type { Session } from '@certctl/plugin-aws';
import { certificateArnProblem, parseCertificateArn } from './certificate-arn.js';
import { type AcmConfig, pinnedArn } from './config.js';

/**
 * The place of an imported certificate: its ARN is both address and reference.
 *
 * @throws CertctlError `address_mismatch` for what is not the ARN of an ACM certificate
 */
export function placeOf(arn: string): Place {
  const parts = parseCertificateArn(arn);
  if (!parts) throw new CertctlError('address_mismatch', `"${arn}" is not the ARN of an ACM certificate.`);
  return { address: arn, reference: arn, scope: `${parts.account}/${parts.region}` };
}

/**
 * The canonical place of a target: the pinned or recorded ARN, or a name for what does not exist yet.
 *
 * @throws CertctlError `address_mismatch` when the ARN is of another account, region or partition than the
 * target works in
 */
export async function resolvePlace(
  { config, targetId, recordedReference }: ResolveInput<AcmConfig>,
  session: Session,
  call: Call,
): Promise<Place> {
  const arn = pinnedArn(config) ?? recordedReference;
  if (arn === undefined) {
    const scope = `${await session.account(call)}/${config.region}`;
    return { address: `${scope}/${targetId}`, scope };
  }
  const problem = certificateArnProblem(arn, config.region);
  if (problem !== undefined) {
    throw new CertctlError('address_mismatch', `The certificate of the target cannot be used: ${problem}.`, {
      remedy:
        'Set the region of the target to that of the certificate, or make a new target for the other region.',
    });
  }
  const place = placeOf(arn);
  const account = await accountIfTold(session, call);
  if (account !== undefined && !place.scope.startsWith(`${account}/`))
    throw otherAccount(arn, place, account);
  return place;
}

/** An ARN names its account, so STS out of reach (a private network, a policy) does not stop the deploy. */
async function accountIfTold(session: Session, call: Call): Promise<string | undefined> {
  await session.ready(call);
  try {
    return await session.account(call);
  } catch (error) {
    if (!isCertctlError(error) || error.failure === undefined) throw error;
    call.logger.warn(
      'The account of the credentials could not be read; the account of the ARN is taken for it.',
      {
        code: error.failure.code,
      },
    );
    return undefined;
  }
}

function otherAccount(arn: string, place: Place, account: string): CertctlError {
  const [owner] = place.scope.split('/');
  const role = `arn:${parseCertificateArn(arn)?.partition}:iam::${owner}:role/ROLE`;
  return new CertctlError(
    'address_mismatch',
    `The certificate ${arn} belongs to account ${owner}, the credentials to account ${account}.`,
    { remedy: `Set role_arn to a role of account ${owner} (${role}), or correct certificate_arn.` },
  );
}
