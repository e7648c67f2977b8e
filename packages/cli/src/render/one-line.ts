/** Text from outside in one line: line ends become spaces, and what would steer a terminal is dropped. */
export function oneLine(text: string): string {
  return (
    text
      .replace(/\s+/gu, ' ')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a certificate's subject can hold an escape sequence
      .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu, '')
      .trim()
  );
}
