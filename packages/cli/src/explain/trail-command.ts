import type { DeploymentRecord } from '@certctl/engine';

type Asked = Pick<DeploymentRecord, 'reference' | 'startedAt' | 'target'>;

/** How far before the deploy the trail is asked. */
const BEFORE_MS = 86_400_000;

/**
 * The vendor's own command that lists who wrote to the place, for whoever has no `certctl writers` at hand: another
 * machine, another identity that may read those records.
 */
const TRAILS: Readonly<Record<string, (asked: Asked) => string | undefined>> = {
  // https://docs.aws.amazon.com/cli/latest/reference/cloudtrail/lookup-events.html
  AWSACM: ({ reference, startedAt }) => {
    const arn = /^arn:aws[a-z-]*:acm:([a-z0-9-]+):\d{12}:certificate\/[0-9a-f-]+$/.exec(reference ?? '');
    if (!arn) return undefined;
    return (
      `aws cloudtrail lookup-events --region ${arn[1]} --start-time ${dayBefore(startedAt)} ` +
      '--lookup-attributes AttributeKey=EventSource,AttributeValue=acm.amazonaws.com ' +
      `--query "Events[?contains(CloudTrailEvent, '${arn[0]}')].[EventTime,Username,EventName]" --output table`
    );
  },
  // The vault has to send its audit events to a workspace: https://learn.microsoft.com/azure/key-vault/general/logging
  AzureKeyVault: ({ reference, startedAt }) => {
    const name = /^https:\/\/[0-9a-zA-Z.-]+(?::\d+)?\/secrets\/([0-9a-zA-Z-]+)/.exec(reference ?? '')?.[1];
    if (name === undefined) return undefined;
    return (
      'az monitor log-analytics query --workspace "$WORKSPACE_ID" --analytics-query ' +
      `"AzureDiagnostics | where ResourceProvider == 'MICROSOFT.KEYVAULT' and TimeGenerated > datetime(${dayBefore(startedAt)}) ` +
      `and id_s contains '/certificates/${name}' | project TimeGenerated, CallerIPAddress, OperationName, ResultSignature"`
    );
  },
};

export function trailCommand(asked: Asked): string | undefined {
  const { type } = asked.target;
  return Object.hasOwn(TRAILS, type) ? TRAILS[type]?.(asked) : undefined;
}

function dayBefore(time: number): string {
  return `${new Date(time - BEFORE_MS).toISOString().slice(0, 19)}Z`;
}
