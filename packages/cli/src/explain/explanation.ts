import { doThis, willItRetry } from './advice.js';
import type { DeploymentFacts } from './deployment-facts.js';
import { holdsNow, wanted } from './held-and-wanted.js';
import { whatFailed } from './what-failed.js';
import { whoElseWrites } from './who-else-writes.js';

/** What somebody needs to know of a deploy at three in the morning: each a few lines of text. */
export interface Explanation {
  readonly holdsNow: readonly string[];
  readonly wanted: readonly string[];
  readonly whatFailed: readonly string[];
  readonly willItRetry: readonly string[];
  readonly doThis: readonly string[];
  readonly whoElseWrites: readonly string[];
}

export function explanationOf(facts: DeploymentFacts): Explanation {
  return {
    holdsNow: holdsNow(facts),
    wanted: wanted(facts),
    whatFailed: whatFailed(facts),
    willItRetry: willItRetry(facts),
    doThis: doThis(facts),
    whoElseWrites: whoElseWrites(facts),
  };
}
