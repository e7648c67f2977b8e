/** One command line of words, each quoted where it has to be (POSIX.1-2017, XCU 2.2.2). */
export function shellLine(...words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The secret of a reference, as a shell expands it within double quotes. The command itself holds none. */
export function shellSecret(reference: string): string {
  const rest = reference.slice(reference.indexOf(':') + 1);
  return reference.startsWith('env:') ? `$${rest}` : `$(cat ${shellLine(rest)})`;
}
