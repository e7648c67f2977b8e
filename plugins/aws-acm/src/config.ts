import {
  type AwsConnection,
  checkConnection,
  endpointField,
  endpointFields,
  identityFields,
} from '@certctl/plugin-aws';
import { z } from 'zod';
import { certificateArnProblem } from './certificate-arn.js';

/** The fields that make a connection. */
const { region, ...connectionFields } = {
  region: z
    .string()
    .regex(/^[a-z]{2,4}(-[a-z]+)+-\d+$/, 'must be a region, such as us-east-1')
    .describe('AWS region of the certificate. CloudFront takes certificates of us-east-1 only.'),
  ...identityFields('a certificate'),
  ...endpointFields({
    acm: endpointField('Certificate Manager'),
    sts: endpointField('the Security Token Service'),
    tagging: endpointField('the Resource Groups Tagging API'),
    cloudtrail: endpointField('CloudTrail'),
  }),
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
  .superRefine(checkFields);

/** What a discovery needs: the region and the identity, without a certificate. */
export const acmScope = z.strictObject({ region, ...connectionFields }).superRefine(checkFields);

function checkFields(config: AcmScope, context: z.RefinementCtx): void {
  checkConnection(config, (field, message) => context.addIssue({ code: 'custom', path: [field], message }));
}

type ConnectionFields = { readonly region: typeof region } & typeof connectionFields;

export type AcmScope = z.output<z.ZodObject<ConnectionFields>>;

export type AcmConfig = z.output<typeof acmConfig>;

/** The part of a configuration that decides which clients are opened. */
export type AcmConnection = AwsConnection<'acm' | 'sts' | 'tagging' | 'cloudtrail'>;

/** The ARN that the target pins. The empty string of a form means none. */
export function pinnedArn(config: AcmConfig): string | undefined {
  return config.certificate_arn || undefined;
}
