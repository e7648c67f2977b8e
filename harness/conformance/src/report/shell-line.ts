/** Words as a POSIX shell takes them for just these words (POSIX.1-2017, XCU 2.2.2). */
export function shellLine(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}

/** A command that runs cases, and which of them. */
export function selecting(command: string, only: readonly string[] = []): string {
  return only.length === 0 ? command : `${command} ${shellLine(only.flatMap((slug) => ['--only', slug]))}`;
}
