/** The run could not begin: nothing is known of the plugin. The message says what to do about it. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError';
}
