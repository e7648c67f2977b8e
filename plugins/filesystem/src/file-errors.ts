/** What stands at a path and is not what a certificate can be read from or written to. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';

  constructor(
    readonly code: 'SymbolicLink' | 'NotAFile' | 'TooLarge' | 'OpenDirectory',
    message: string,
  ) {
    super(message);
  }
}

/** The file was replaced and the directory could not be synced: what a crash would leave is not known. */
export class NotDurable extends Error {
  override readonly name = 'NotDurable';
  readonly code = 'NotDurable';
}
