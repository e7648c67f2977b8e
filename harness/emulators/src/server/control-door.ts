import type { WireAnswer, WireRequest } from './wire.js';

/** Under this path an emulator is controlled, and not asked as the service. */
export const CONTROL_PREFIX = '/_certctl/';

/** One request of whoever controls an emulator that runs as a process of its own. */
export interface ControlRequest {
  /** Method and path behind the prefix: `GET state`. */
  readonly route: string;
  /** The JSON that it brought. */
  body(): unknown;
  /** A text member of it. @throws TypeError when it has none */
  text(member: string): string;
}

/** What a route answers; undefined: there is no such route. No answer holds a private key. */
export type ControlRoutes = (request: ControlRequest) => object | undefined | Promise<object | undefined>;

/** Answers with JSON: 404 for a route that there is not, 400 with the reason when it could not be done. */
export async function controlAnswer(request: WireRequest, routes: ControlRoutes): Promise<WireAnswer> {
  const route = `${request.method} ${request.path.slice(CONTROL_PREFIX.length)}`;
  const body = (): unknown => JSON.parse(new TextDecoder().decode(request.body));
  try {
    const answer = await routes({ route, body, text: (member) => textIn(body(), member) });
    return answer === undefined ? json(404, { error: `there is no ${route}` }) : json(200, answer);
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function textIn(body: unknown, member: string): string {
  if (typeof body === 'object' && body !== null) {
    const found: unknown = Object.entries(body).find(([name]) => name === member)?.[1];
    if (typeof found === 'string') return found;
  }
  throw new TypeError(`the body needs the text ${member}`);
}

function json(status: number, value: object): WireAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
