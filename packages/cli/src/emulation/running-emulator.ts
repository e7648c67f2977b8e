/** An emulator that runs until the command is interrupted. */
export interface RunningEmulator {
  readonly url: string;
  /** What a person needs to use it: a target, and the environment. */
  readonly howToUse: string;
  /** The same for programs. */
  readonly facts: Readonly<Record<string, string>>;
  close(): Promise<void>;
}
