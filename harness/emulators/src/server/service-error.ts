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
  ) {
    super(message);
  }
}
