/** Behaviour that is a choice or published as a rate; all of it may be changed at run time. */
export interface KmsSettings {
  /** Signatures are verified, or only read for the access key and the region. @default 'off' */
  sigv4: 'off' | 'check';
  /** Calls a second by operation for one account and region. @default 'off' */
  rates: 'off' | Readonly<Record<string, number>>;
}

export const defaultSettings: KmsSettings = { sigv4: 'off', rates: 'off' };
