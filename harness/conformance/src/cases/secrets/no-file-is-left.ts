import { tmpdir } from 'node:os';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual } from '../../kernel/expect.js';
import { saysKey } from '../../world/canaries.js';
import { contentOf, filesIn } from '../../world/files-in.js';

export default defineCase({
  slug: 'secrets/no-file-is-left',
  level: 'core',
  kind: 'store',
  requires: [],
  title:
    'No file is left behind that holds a private key: not where temporary files go, and not beside what was deployed.',
  why: 'Temporary files are read by other users, and by backups.',
  source: 'the contract: PrivateKey',
  remedy: 'Hand keys to a service in memory; a file that must be written is removed whatever happens.',
  async run(world) {
    const before = filesIn(tmpdir());
    await world.deployed();
    world.arm({ move: 'import', shape: 'invalid' });
    await world.deploy(await world.issue());
    await world.deploy(await world.issue());
    const places = (await world.stage.observe()).map(({ reference }) => reference);
    const left = filesIn(tmpdir())
      .filter((path) => !before.includes(path) && !places.includes(path))
      .map((path) => ({ path, content: contentOf(path), sealed: false }));
    const beside = (await world.stage.leftovers?.()) ?? [];
    const telling = [...left, ...beside].filter(
      ({ content, sealed }) => !sealed && saysKey(content, world.issuer.keys),
    );
    expectEqual(
      'files that hold a private key',
      telling.map(({ path }) => path),
      [],
    );
  },
});
