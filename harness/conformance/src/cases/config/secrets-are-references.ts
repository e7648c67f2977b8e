import { secretFieldsOf } from '../../kernel/config-schema.js';
import { defineCase } from '../../kernel/conformance-case.js';
import { expectEqual, expectThat } from '../../kernel/expect.js';

export default defineCase({
  slug: 'config/secrets-are-references',
  level: 'capability',
  kind: 'any',
  requires: [{ declares: 'secret-fields' }],
  title: 'A secret field takes a reference to a secret, and refuses the secret itself.',
  why: 'Targets files are in version control.',
  source: 'the contract: a secret field holds env:NAME or file:PATH',
  remedy: 'Check the form of the reference in the schema; mark the field writeOnly.',
  async run(world) {
    for (const field of secretFieldsOf(world.plugin)) {
      const issuesWith = async (value: string) => {
        const result = await world.plugin.config['~standard'].validate({
          ...world.stage.target('web'),
          [field]: value,
        });
        const paths = (result.issues ?? []).map(({ path = [] }) =>
          path.map((part) => (typeof part === 'object' ? part.key : part)).join('.'),
        );
        const messages = (result.issues ?? []).map(({ message }) => message).join('; ');
        return { isRefused: paths.includes(field) && /refer|env:|file:/.test(messages), messages };
      };
      const plain = await issuesWith('hunter2-and-more');
      expectThat(
        `${field} with the secret itself`,
        plain.isRefused,
        'refused, with a word about references',
        plain.messages,
      );
      expectEqual(`whether what ${field} refuses is repeated`, plain.messages.includes('hunter2'), false);
      const reference = await issuesWith('env:SOME_SECRET');
      expectThat(`${field} with a reference`, !reference.isRefused, 'accepted', reference.messages);
    }
  },
});
