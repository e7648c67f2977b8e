import { mutant } from '../mutant.js';

export default mutant({
  name: 'journal-without-a-fence',
  defect: 'A deploy whose journal entry was taken over goes on writing to it.',
  file: 'packages/persistence/src/journal/journal-table.ts',
  replace: [
    {
      from: `    .where('owner', '=', value('owner'))
    .where('closed_at', 'is', null)
    .returning('id'),
);

export const closeEntry`,
      to: `    .where('closed_at', 'is', null)
    .returning('id'),
);

export const closeEntry`,
    },
  ],
  killedBy: {
    file: 'packages/persistence/src/journal/durable-journal.test.ts',
    test: "the journal on 'sqlite' > takes no more writes from a deployment whose entry a successor has adopted",
  },
});
