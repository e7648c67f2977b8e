/**
 * The action that a command of the AWS command line sends, as IAM spells it; undefined where it runs something else.
 * https://docs.aws.amazon.com/cli/latest/reference/ names each command by the action in lower case, with hyphens.
 */
export function awsCommandSends(command: string): string | undefined {
  const [, service, words] = /(?:^|[\s(])aws ([a-z0-9]+) ([a-z][a-z-]*)/.exec(command) ?? [];
  if (service === undefined || words === undefined) return undefined;
  const action = words.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return `${service}:${action}`;
}
