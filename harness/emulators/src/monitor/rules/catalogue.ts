import type { Rule } from '../../server/rule.js';
import { monitorRules as rules } from './monitor-rules.js';

/** Every rule that the emulator of Azure Monitor knows of; its table in the README is made from it. */
export const monitorRules: readonly Rule[] = Object.values(rules);
