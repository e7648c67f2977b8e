/**
 * - `bound`: uses the certificate of the deploy: proven
 * - `unchanged`: nothing was done to it
 * - `back`: uses again what it used before: proven
 * - `gone`: the service says that it does not exist any more
 * - `left`: could not be brought back, or not be looked at
 */
export type ConsumerState = 'bound' | 'unchanged' | 'back' | 'gone' | 'left';

/** What became of one consumer of a deploy. */
export interface ConsumerOutcome {
  readonly title: string;
  readonly type: string;
  readonly address: string;
  readonly state: ConsumerState;
  /** References that it used before. */
  readonly before: readonly string[];
  /** Of one that is `bound` or `back`: the reference that it was proven to use. */
  readonly uses?: string;
  /** What proved it. */
  readonly proof?: 'reference' | 'handshake';
  /** Superseded certificates of ours that were taken away. */
  readonly detached?: readonly string[];
}
