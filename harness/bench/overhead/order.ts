/** PEM of a certificate that is deployed, and of what belongs to it. */
export interface Renewal {
  readonly certificate: string;
  readonly chain: string;
  readonly privateKey: string;
}

export type Cloud = 'acm' | 'vault';

/** What a side is told before the rounds begin. */
export interface Preparation {
  readonly cloud: Cloud;
  readonly url: string;
  /** Targets, each of which is renewed by one deploy at a time. */
  readonly slots: number;
  /** Certificates of one name, one kind of key and one validity, of which each renews any other. */
  readonly renewals: readonly Renewal[];
}

export type SideOrder =
  | ({ readonly do: 'prepare' } & Preparation)
  | { readonly do: 'one' }
  | { readonly do: 'round'; readonly inFlight: number; readonly ms: number };

/** What one side did in one round. */
export interface Round {
  readonly deploys: number;
  /** Wall time until the last deploy that was begun had ended. */
  readonly ms: number;
  /** Time of processors that its process used, user and system. */
  readonly cpuMs: number;
}

export type EmulatorOrder =
  | { readonly do: 'urls' }
  | { readonly do: 'cpu' }
  /** From now on each request waits so long before it has its effect. */
  | { readonly do: 'delay'; readonly ms: number }
  | { readonly do: 'operations'; readonly cloud: Cloud };

/** Renews one target of a side with one certificate; rejects unless it is there afterwards. */
export interface Side {
  renew(slot: number, renewal: number): Promise<void>;
  close(): Promise<void>;
}

/** Tags of a target of the operator, beside those that say whose a certificate is. */
export const OPERATOR_TAGS = { team: 'payments', env: 'prod' } as const;

export const REGION = 'us-east-1';
export const CREDENTIALS = { accessKeyId: 'AKIDBENCH', secretAccessKey: 'bench' } as const;
export const TOKEN = 'token-of-the-bench';
