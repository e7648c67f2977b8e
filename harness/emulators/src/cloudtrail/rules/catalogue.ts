import type { Rule } from '../../server/rule.js';
import { eventRules } from './event-rules.js';
import { lookupRules } from './lookup-rules.js';

/** Every rule that the emulator of CloudTrail knows of; its table in the README is made from it. */
export const cloudTrailRules: readonly Rule[] = [lookupRules, eventRules].flatMap((group): Rule[] =>
  Object.values(group),
);
