import type { Rule } from '../../server/rule.js';
import { certificateRules } from './certificate-rules.js';
import { protocolRules } from './protocol-rules.js';
import { resourceRules } from './resource-rules.js';

/** Every rule that the emulator of Elastic Load Balancing knows of; its table in the README is made from it. */
export const elbv2Rules: readonly Rule[] = [certificateRules, resourceRules, protocolRules].flatMap(
  (group): Rule[] => Object.values(group),
);
