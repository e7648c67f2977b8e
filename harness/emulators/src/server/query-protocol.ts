import type { ServiceError } from './service-error.js';
import type { WireAnswer } from './wire.js';

/** A value of the Query protocol's XML; members in the order of the model, a list as its `member` elements. */
export type XmlValue =
  | string
  | number
  | boolean
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue | undefined };

/** AWS Query: `<ActionResponse><ActionResult>…</ActionResult><ResponseMetadata>…`. */
export function queryAnswer(
  action: string,
  namespace: string,
  output: { readonly [name: string]: XmlValue | undefined },
  requestId: string,
): WireAnswer {
  const body =
    `<${action}Response xmlns="${namespace}"><${action}Result>${xml(output)}</${action}Result>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
  return { status: 200, headers: xmlHeaders(requestId), body };
}

export function queryErrorAnswer(error: ServiceError, namespace: string, requestId: string): WireAnswer {
  const type = error.status < 500 ? 'Sender' : 'Receiver';
  const body =
    `<ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type>` +
    `${xml({ Code: error.name, Message: error.message })}</Error>` +
    `<RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { status: error.status, headers: xmlHeaders(requestId), body };
}

function xmlHeaders(requestId: string): Record<string, string> {
  return { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
}

function xml(value: XmlValue): string {
  if (typeof value !== 'object') return escapeXml(String(value));
  if (isList(value)) return value.map((item) => `<member>${xml(item)}</member>`).join('');
  return Object.entries(value)
    .map(([name, member]) => (member === undefined ? '' : `<${name}>${xml(member)}</${name}>`))
    .join('');
}

/** Array.isArray does not narrow to a readonly array. */
function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
