/**
 * A refusal as the emulated service words it. `name`, `status` and `message` go on the wire unchanged;
 * `rule` names the entry of the rule catalogue that was enforced and stays in the request log.
 */
export class ServiceError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly status: number = 400,
    readonly rule?: string,
    /** The inner code of protocols whose errors have one, such as Azure's `innererror`. */
    readonly inner?: string,
  ) {
    super(message);
  }
}
