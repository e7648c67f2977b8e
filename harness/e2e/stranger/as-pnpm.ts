/** How pnpm is told what a document tells npm. Its own words, where they differ. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^npm create (.+?) -- /, 'pnpm create $1 '],
  [/^npm create /, 'pnpm create '],
  [/^npm install --save-dev /, 'pnpm add --save-dev '],
  [/^npm install (?=\S)/, 'pnpm add '],
  [/^npm (?=install$|test$|run |pack)/, 'pnpm '],
  [/^npx /, 'pnpm exec '],
];

/** A command of a document, which says npm, as somebody who uses pnpm types it. */
export function asPnpm(command: string): string {
  const [pattern, words] = WORDS.find(([each]) => each.test(command)) ?? [];
  return pattern && words !== undefined ? command.replace(pattern, words) : command;
}
