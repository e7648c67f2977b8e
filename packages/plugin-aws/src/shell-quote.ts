/** A word of a POSIX shell, quoted where it has to be (POSIX.1-2017, XCU 2.2.2). */
function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** One command line of words. */
export function shellLine(...words: readonly string[]): string {
  return words.map(shellQuote).join(' ');
}
