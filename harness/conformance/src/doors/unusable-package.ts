/**
 * The package cannot be packed, installed or loaded as a stranger would: no case was run, and none needs to be, for
 * whoever installs it meets the same. The message says which step it was, and what that step said.
 */
export class UnusablePackage extends Error {
  override readonly name = 'UnusablePackage';

  constructor(
    message: string,
    /** What the author does about it. */
    readonly remedy: string,
  ) {
    super(message);
  }
}
