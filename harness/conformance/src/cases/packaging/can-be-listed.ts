import { defineCase } from '../../kernel/conformance-case.js';
import { expectThat } from '../../kernel/expect.js';

const KEYWORD = 'certctl-plugin';

export default defineCase({
  slug: 'packaging/can-be-listed',
  level: 'capability',
  kind: 'any',
  requires: [],
  title: 'The package can be published, and is found by the keyword certctl-plugin.',
  why: 'Whoever looks for a plugin asks the registry for the keyword; what has none was never there.',
  source: 'the contract: packages are listed by the keyword certctl-plugin, and loaded only by name',
  remedy: 'Write `"keywords": ["certctl-plugin"]` and a description; take `"private": true` out.',
  async run(world) {
    const { keywords = [], private: isPrivate, description = '' } = world.package().manifest;
    expectThat('its keywords', keywords.includes(KEYWORD), `${KEYWORD} among them`, keywords);
    expectThat('private', isPrivate !== true, 'false, or left out', isPrivate);
    expectThat('its description', description.trim() !== '', 'a sentence', description);
  },
});
