import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThere } from '../../kernel/expect.js';

export default defineCase({
  slug: 'serving/undeclared-uses-nothing',
  level: 'provisional',
  kind: 'store',
  requires: [{ capability: 'bindsItself', is: [false] }],
  title: 'After a first import into a store that does not bind by itself, nothing uses the certificate.',
  why: 'Whoever plans with a step between the import and its use looks at a site that has changed already.',
  source: 'the contract: capabilities.bindsItself',
  remedy:
    'Declare bindsItself where an import is served at once; otherwise import without putting it to use.',
  async run(world) {
    const { reference } = await world.deployed();
    const opened = await world.openStore();
    const address = expectThere('the address', world.outcomes.at(-1)?.address);
    const seen = await opened.inspect({ address, reference, scope: '' }, world.rawCall());
    const usedBy = seen.state === 'present' ? (seen.usedBy ?? []) : [];
    expectEqual('what is there', seen.state, 'present');
    expectEqual('what uses it', usedBy, []);
    const served = await world.stage.serves?.(reference);
    expectEqual('whether anything serves it', served === undefined, true);
  },
});
