/** An image to start, and how. What is left out is as the image has it. */
export interface ContainerImage {
  /** Name with tag, as the container runtime knows it. */
  readonly image: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** How it came to be, in words for the report: `pulled`, or what it was built of. */
  readonly origin?: string;
}

/** Images as their publishers name them. */
export const OFFICIAL_IMAGES = {
  /** Base of our own doubles. */
  base: 'node:22-slim',
  /** The last tag that starts without a token. */
  localstack: 'localstack/localstack:4.14.0',
  moto: 'motoserver/moto:5.2.5',
  /** Its API is 7.3 to 7.6 and 2025-07-01. */
  'lowkey-vault': 'nagyesta/lowkey-vault:3.4.33',
} as const;

export type ImageName = keyof typeof OFFICIAL_IMAGES;

/** Name of the variable that names another image: `CERTCTL_IMAGE_LOWKEY_VAULT`. */
export function imageVariable(name: ImageName): string {
  return `CERTCTL_IMAGE_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** The image that is configured: by the caller, by the environment variable, or the publisher's. */
export function imageOf(name: ImageName, given?: ContainerImage): ContainerImage {
  const named = process.env[imageVariable(name)];
  return given ?? { image: named === undefined || named === '' ? OFFICIAL_IMAGES[name] : named };
}
