import { configSchemaOf, fieldsOf } from '../../kernel/config-schema.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';

export default defineCase({
  slug: 'config/gives-json-schema',
  level: 'core',
  kind: 'any',
  requires: [],
  title: 'The configuration gives a JSON Schema in which every field is described, and no other is allowed.',
  why: 'Forms, editors and reviews are made from it.',
  source: 'the contract: ConfigSchema; https://standardschema.dev',
  remedy: 'Describe each field; close the object.',
  async run(world) {
    const schema = configSchemaOf(world.plugin);
    expectEqual('the type', schema.type, 'object');
    expectEqual('whether other fields are allowed', schema.additionalProperties, false);
    const fields = fieldsOf(world.plugin);
    expectThat('the fields', fields.length > 0, 'at least one', fields.length);
    for (const [name] of fields)
      expectThat('the name of a field', /^[a-z][a-z0-9_]*$/.test(name), 'snake_case', name);
  },
});
