import { z } from 'zod';
import { endpointProblem } from './endpoint.js';
import { partitionOf } from './partition.js';

const ROLE_ARN = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/[\w+=,.@/-]+$/;

/**
 * The fields by which a configuration says as whom its calls are made.
 * ARN formats: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 *
 * @param what is reached so: `a certificate`
 */
export function identityFields(what: string) {
  return {
    role_arn: z
      .string()
      .regex(ROLE_ARN, 'must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/certctl')
      .describe(`Role to assume before any call, for ${what} in another account.`)
      .optional(),
    external_id: z
      .string()
      .regex(/^[\w+=,.@:/-]{2,1224}$/, 'must be 2 to 1,224 letters, digits or characters of +=,.@:/-_')
      .describe("External id that the role's trust policy asks for.")
      .optional(),
    profile: z
      .string()
      .min(1)
      .describe(
        "Profile of the shared AWS configuration files. Left out: the SDK's default credential chain.",
      )
      .optional(),
  };
}

/** The fields by which a configuration says where its calls go; one endpoint for each service. */
export function endpointFields<Endpoints extends z.core.$ZodLooseShape>(endpoints: Endpoints) {
  return {
    endpoints: z
      .strictObject(endpoints)
      .describe(
        "Endpoints in place of AWS's own: private endpoints, an emulator. Only where the host allows them.",
      )
      .optional(),
    use_fips_endpoint: z.boolean().describe('Use the FIPS 140 validated endpoints of AWS.').optional(),
  };
}

/** The endpoint of one service, among the fields of `endpoints`. */
export function endpointField(service: string) {
  return z
    .string()
    .describe(`URL of ${service}; https, or http to a loopback address.`)
    .superRefine((url, context) => {
      const problem = endpointProblem(url);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .optional();
}

/** The connection of a configuration: JSON, of which the hash decides who shares clients. */
export type AwsConnection<Service extends string = string> = {
  readonly region: string;
  readonly role_arn?: string;
  readonly external_id?: string;
  readonly profile?: string;
  readonly endpoints?: { readonly [service in Service]?: string };
  readonly use_fips_endpoint?: boolean;
};

/** A connection as a schema gives it: what is left out may be undefined. */
type Fields<Service extends string> = {
  readonly [field in keyof Omit<AwsConnection, 'endpoints'>]: AwsConnection[field] | undefined;
} & {
  readonly region: string;
  readonly endpoints?: { readonly [service in Service]?: string | undefined } | undefined;
};

export function connectionOf<Service extends string>(fields: Fields<Service>): AwsConnection<Service> {
  const { region, role_arn, external_id, profile, endpoints, use_fips_endpoint } = fields;
  // Through JSON, so that what is left out and what is undefined have one hash.
  return JSON.parse(JSON.stringify({ region, role_arn, external_id, profile, endpoints, use_fips_endpoint }));
}

/** Tells of fields that do not go together. */
export function checkConnection(
  config: Fields<string>,
  refuse: (field: string, message: string) => void,
): void {
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

/** The account of the role that is assumed. */
export function accountOfRole(config: { readonly role_arn?: string | undefined }): string | undefined {
  return config.role_arn && ROLE_ARN.exec(config.role_arn)?.[2];
}
