/** Behaviour that is a choice, not verified or published as a rate; all of it may be changed at run time. */
export interface CloudTrailSettings {
  /** Milliseconds after which an event can be looked up. @default 0 */
  lag: number;
  /** Lookups a second for an account and region; `published` is two. @default 'off' */
  rates: 'off' | 'published' | number;
  /** Signatures are verified, or only read for the access key and the region. @default 'off' */
  sigv4: 'off' | 'check';
  /** Whether events name the resource that they are about. @default 'none' */
  resources: 'none' | 'named';
  /** Most events on a page, whatever the caller asks for: forces pagination in tests. @default 50 */
  pageSize: number;
}

export const defaultSettings: CloudTrailSettings = {
  lag: 0,
  rates: 'off',
  sigv4: 'off',
  resources: 'none',
  pageSize: 50,
};
