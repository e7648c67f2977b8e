/**
 * A field that the service's model makes optional and its documentation promises. An answer without it is
 * no usable answer: the error is thrown inside the attempt, so that a write counts as possibly carried out.
 */
export function answered<T>(value: T | undefined | null, field: string): T {
  if (value !== undefined && value !== null) return value;
  const error = new Error(`The answer holds no ${field}.`);
  error.name = 'AnswerIncomplete';
  throw error;
}
