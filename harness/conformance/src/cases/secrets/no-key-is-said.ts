import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { saysKey } from '../../world/canaries.js';
import { everythingSaid, hearConsole } from '../../world/everything-said.js';

export default defineCase({
  slug: 'secrets/no-key-is-said',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'Through success, refusal and rollback no byte of a private key is in a log, an outcome, the audit, the metrics, a URL or on the console.',
  why: 'Logs are kept for years, and read by many.',
  source: 'the contract: PrivateKey',
  remedy: 'Call pkcs8() or pem() where the request is filled, and nowhere else; log no request.',
  async run(world) {
    const heard = hearConsole();
    try {
      const target = world.target('web');
      const first = await world.deployed({ target });
      await world.deploy(await world.issue(), { target, certificate: first.certificatePem });
      world.arm({ move: 'import', shape: 'invalid' });
      await world.deploy(await world.issue(), { target });
      if (world.store.capabilities.rotation !== 'replaces') await world.misstoreNext(await world.issue());
      await world.deploy(await world.issue(), { target });
      await world.engine.show(target);
    } finally {
      heard.stop();
    }
    for (const [where, said] of await everythingSaid(world, heard.lines)) {
      expectEqual(`whether ${where} says a piece of a private key`, saysKey(said, world.issuer.keys), false);
    }
  },
});
