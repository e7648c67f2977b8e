import { memoryBinding, memoryStore } from '@certctl/reference';
import { TOKENS } from '../composition/tokens.js';
import { createEngine, type Engine } from '../engine.js';
import type { FleetFront } from './fleet-front.js';
import { Life, WRITES_OF_THE_JOURNAL } from './flow-world.js';

const never = () => false;

/** A process that deploys to a store and its consumers, and is killed after so many writes of the journal and requests. */
export function mortalEngine({ scenario }: FleetFront, steps: number): { engine: Engine; life: Life } {
  const life = new Life(steps);
  const isRequest = (method: string) => method in scenario.balancer || method in scenario.service;
  const service = life.reaching(scenario.service, isRequest, false);
  const balancer = life.reaching(scenario.balancer, isRequest, false);
  const engine = createEngine({
    plugins: [memoryStore(service), memoryStore(service, 'replaces'), memoryBinding(balancer)],
    instance: 'test',
    services: [
      [TOKENS.clock, scenario.clock],
      [TOKENS.random, () => 0.5],
      [TOKENS.journal, life.reaching(scenario.journal, (method) => WRITES_OF_THE_JOURNAL.has(method))],
      [TOKENS.audit, life.reaching(scenario.audit, never)],
      [TOKENS.holds, life.reaching(scenario.holds, never)],
      [TOKENS.keeper, life.reaching(scenario.keeper, never)],
      [TOKENS.addressBook, life.reaching(scenario.addressBook, never)],
      [TOKENS.leases, life.reaching(scenario.leases, never)],
      [TOKENS.metrics, scenario.metrics],
      [TOKENS.usage, scenario.usage],
    ],
  });
  return { engine, life };
}
