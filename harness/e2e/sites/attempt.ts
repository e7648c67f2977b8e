import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { DeployEnd } from '../deployer/deployer-process.js';

/** One deploy that was asked for, and what whoever asked was told. */
export interface Attempt {
  readonly id: string;
  readonly leaf: IssuedLeaf;
  /** Tags of the target's document at that time. */
  readonly tags: Readonly<Record<string, string>>;
  readonly end: DeployEnd;
}
