/** One command line of these words, as a POSIX shell takes it for just them (POSIX.1-2017, XCU 2.2.2). */
export function shellLine(...words: readonly string[]): string {
  return words.map(shellQuote).join(' ');
}

function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
