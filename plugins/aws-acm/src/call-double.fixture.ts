import { CallDouble as DoubleOf, serviceDoubles } from '@certctl/reference';
import { classify } from './classify.js';
import { permissions } from './permissions.js';

/** A call of this plugin. */
export class CallDouble extends DoubleOf {
  constructor() {
    super({ permissions, classify });
  }
}

export const services = serviceDoubles;
