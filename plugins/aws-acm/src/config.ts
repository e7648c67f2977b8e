import { z } from 'zod';
import { certificateArnProblem } from './certificate-arn.js';
import { endpointProblem } from './endpoint.js';
import { partitionOf } from './partition.js';

const ROLE_ARN = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/[\w+=,.@/-]+$/;

const endpoint = (service: string) =>
  z
    .string()
    .describe(`URL of ${service}; https, or http to a loopback address.`)
    .superRefine((url, context) => {
      const problem = endpointProblem(url);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .optional();

/**
 * The fields that make a connection.
 * Region and ARN formats: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
const { region, ...connectionFields } = {
  region: z
    .string()
    .regex(/^[a-z]{2,4}(-[a-z]+)+-\d+$/, 'must be a region, such as us-east-1')
    .describe('AWS region of the certificate. CloudFront takes certificates of us-east-1 only.'),
  role_arn: z
    .string()
    .regex(ROLE_ARN, 'must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/certctl')
    .describe('Role to assume before any call, for a certificate in another account.')
    .optional(),
  external_id: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, 'must be 2 to 1,224 letters, digits or characters of +=,.@:/-_')
    .describe("External id that the role's trust policy asks for.")
    .optional(),
  profile: z
    .string()
    .min(1)
    .describe("Profile of the shared AWS configuration files. Left out: the SDK's default credential chain.")
    .optional(),
  endpoints: z
    .strictObject({
      acm: endpoint('Certificate Manager'),
      sts: endpoint('the Security Token Service'),
      tagging: endpoint('the Resource Groups Tagging API'),
    })
    .describe(
      "Endpoints in place of AWS's own: private endpoints, an emulator. Only where the host allows them.",
    )
    .optional(),
  use_fips_endpoint: z.boolean().describe('Use the FIPS 140 validated endpoints of AWS.').optional(),
};

/** Configuration of a target of type `AWSACM`. */
export const acmConfig = z
  .strictObject({
    region,
    certificate_arn: z
      .string()
      .describe(
        'ARN of the imported certificate to keep renewing. Left out or empty: found by its tags, and imported afresh when there is none.',
      )
      .optional(),
    tags: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'Tags that the certificate shall carry, beside those of certctl. Names that begin with certctl- are reserved.',
      ),
    ...connectionFields,
  })
  .superRefine((config, context) => {
    const arnProblem = config.certificate_arn && certificateArnProblem(config.certificate_arn, config.region);
    if (arnProblem) context.addIssue({ code: 'custom', path: ['certificate_arn'], message: arnProblem });
  })
  .superRefine(checkConnection);

/** What a discovery needs: the region and the identity, without a certificate. */
export const acmScope = z.strictObject({ region, ...connectionFields }).superRefine(checkConnection);

function checkConnection(config: AcmScope, context: z.RefinementCtx): void {
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  const partition = partitionOf(config.region);
  const rolePartition = config.role_arn && ROLE_ARN.exec(config.role_arn)?.[1];
  if (rolePartition && rolePartition !== partition) {
    refuse(
      'role_arn',
      `the role is of partition ${rolePartition}, but region ${config.region} belongs to partition ${partition}`,
    );
  }
  if (config.external_id !== undefined && config.role_arn === undefined) {
    refuse('external_id', 'has no meaning without role_arn');
  }
  // The SDK's endpoint rules refuse the pair, and would do so only at the first call.
  if (config.use_fips_endpoint && Object.values(config.endpoints ?? {}).some((url) => url !== undefined)) {
    refuse('use_fips_endpoint', 'cannot be combined with endpoints');
  }
}

type ConnectionFields = { readonly region: typeof region } & typeof connectionFields;

export type AcmScope = z.output<z.ZodObject<ConnectionFields>>;

export type AcmConfig = z.output<typeof acmConfig>;

/** The part of a configuration that decides which clients are opened. JSON, for its hash. */
export type AcmConnection = {
  readonly region: string;
  readonly role_arn?: string;
  readonly external_id?: string;
  readonly profile?: string;
  readonly endpoints?: { readonly [service in 'acm' | 'sts' | 'tagging']?: string };
  readonly use_fips_endpoint?: boolean;
};

export function connectionOf(config: AcmScope): AcmConnection {
  const { region, role_arn, external_id, profile, endpoints, use_fips_endpoint } = config;
  // Through JSON, so that what is left out and what is undefined have one hash.
  return JSON.parse(JSON.stringify({ region, role_arn, external_id, profile, endpoints, use_fips_endpoint }));
}

/** The ARN that the target pins. The empty string of a form means none. */
export function pinnedArn(config: AcmConfig): string | undefined {
  return config.certificate_arn || undefined;
}

/** The account of the role that the target assumes. */
export function accountOfRole(config: Pick<AcmConfig, 'role_arn'>): string | undefined {
  return config.role_arn && ROLE_ARN.exec(config.role_arn)?.[2];
}
