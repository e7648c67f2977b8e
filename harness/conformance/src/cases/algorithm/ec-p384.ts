import { defineCase } from '../../kernel/conformance-case.js';
import { planAgreesWithService } from '../../world/plan-agrees-with-service.js';

export default defineCase({
  slug: 'algorithm/ec-p384',
  level: 'core',
  kind: 'store',
  requires: [],
  title: 'A key of EC-P-384: the plan refuses it exactly when the service does.',
  why: 'A plan that allows what the service refuses fails at night; one that refuses what it takes keeps people from their keys.',
  source: 'the contract: StoreMoves.review',
  remedy: 'Hold review() to the vendor’s list of algorithms.',
  async run(world) {
    await planAgreesWithService(world, 'EC-P-384');
  },
});
