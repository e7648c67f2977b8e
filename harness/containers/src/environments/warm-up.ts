/** The requests that a deploy begins with, by the name in the credential that a double tells services apart by. */
const FIRST: readonly (readonly [string, string, string])[] = [
  ['sts', 'application/x-www-form-urlencoded', 'Action=GetCallerIdentity&Version=2011-06-15'],
  ['tagging', 'ResourceGroupsTaggingAPI_20170126.GetResources', '{}'],
  ['acm', 'CertificateManager.ListCertificates', '{}'],
];

/**
 * Asks each service once. A double loads a service when it is first asked, which takes longer than a deploy waits for
 * an answer.
 */
export async function warmUp(url: string, region: string): Promise<void> {
  for (const [service, kind, body] of FIRST) {
    const isForm = kind.startsWith('application/');
    const scope = `AKIAEXAMPLE/20260101/${region}/${service}/aws4_request`;
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': isForm ? kind : 'application/x-amz-json-1.1',
        ...(isForm ? {} : { 'x-amz-target': kind }),
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      },
      body,
      signal: AbortSignal.timeout(60_000),
    });
    if (!answer.ok) throw new Error(`the double does not answer for ${service}: ${answer.status}`);
    await answer.arrayBuffer();
  }
}
