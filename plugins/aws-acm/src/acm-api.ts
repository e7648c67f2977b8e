import type {
  CertificateDetail,
  CertificateSearchResult,
  CertificateSummary,
  ImportCertificateCommandInput,
  ListCertificatesCommandInput,
  SearchCertificatesCommandInput,
  Tag,
} from '@aws-sdk/client-acm';
import type { GetResourcesCommandInput } from '@aws-sdk/client-resource-groups-tagging-api';
import { derFromPem, pemBlocks } from '@certctl/certificate';
import type { Call, Tags } from '@certctl/plugin-api';
import { answered } from '@certctl/plugin-aws';
import type { AwsClients } from './aws-clients.js';

/** A certificate as GetCertificate shows it, DER. */
export interface ShownCertificate {
  readonly leaf: Uint8Array;
  readonly chain: readonly Uint8Array[];
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/**
 * The operations of ACM and of the tagging API that the plugin uses: each method sends one request, or one
 * a page, through the call. https://docs.aws.amazon.com/acm/latest/APIReference/API_Operations.html
 */
export class AcmApi {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  describe(arn: string, call: Call): Promise<CertificateDetail> {
    const { acm, acmSdk } = this.#clients;
    return this.#attempt(call, 'acm:DescribeCertificate', async (abortSignal) => {
      const command = new acmSdk.DescribeCertificateCommand({ CertificateArn: arn });
      return answered((await acm.send(command, { abortSignal })).Certificate, 'Certificate');
    });
  }

  get(arn: string, call: Call): Promise<ShownCertificate> {
    const { acm, acmSdk } = this.#clients;
    return this.#attempt(call, 'acm:GetCertificate', async (abortSignal) => {
      const command = new acmSdk.GetCertificateCommand({ CertificateArn: arn });
      const answer = await acm.send(command, { abortSignal });
      const leaf = derFromPem(answered(answer.Certificate, 'Certificate'));
      const chain = pemBlocks(answer.CertificateChain ?? '').map((block) => block.der);
      return { leaf, chain };
    });
  }

  tagsOf(arn: string, call: Call): Promise<Tags> {
    const { acm, acmSdk } = this.#clients;
    return this.#attempt(call, 'acm:ListTagsForCertificate', async (abortSignal) => {
      const command = new acmSdk.ListTagsForCertificateCommand({ CertificateArn: arn });
      const tags = (await acm.send(command, { abortSignal })).Tags ?? [];
      return Object.fromEntries(tags.map((tag) => [answered(tag.Key, 'Key'), tag.Value ?? '']));
    });
  }

  /** @param input made anew for each attempt, and its key zeroed after it. */
  import(input: () => ImportCertificateCommandInput, call: Call): Promise<string> {
    const { acm, acmSdk } = this.#clients;
    return this.#attempt(call, 'acm:ImportCertificate', async (abortSignal) => {
      const request = input();
      try {
        const command = new acmSdk.ImportCertificateCommand(request);
        return answered((await acm.send(command, { abortSignal })).CertificateArn, 'CertificateArn');
      } finally {
        request.PrivateKey?.fill(0);
      }
    });
  }

  async addTags(arn: string, tags: Tags, call: Call): Promise<void> {
    const { acm, acmSdk } = this.#clients;
    await this.#attempt(call, 'acm:AddTagsToCertificate', (abortSignal) =>
      acm.send(new acmSdk.AddTagsToCertificateCommand({ CertificateArn: arn, Tags: tagList(tags) }), {
        abortSignal,
      }),
    );
  }

  async removeTags(arn: string, names: readonly string[], call: Call): Promise<void> {
    const { acm, acmSdk } = this.#clients;
    // Without a value a tag is removed whatever its value is.
    const Tags = names.map((Key) => ({ Key }));
    await this.#attempt(call, 'acm:RemoveTagsFromCertificate', (abortSignal) =>
      acm.send(new acmSdk.RemoveTagsFromCertificateCommand({ CertificateArn: arn, Tags }), { abortSignal }),
    );
  }

  async delete(arn: string, call: Call): Promise<void> {
    const { acm, acmSdk } = this.#clients;
    await this.#attempt(call, 'acm:DeleteCertificate', (abortSignal) =>
      acm.send(new acmSdk.DeleteCertificateCommand({ CertificateArn: arn }), { abortSignal }),
    );
  }

  /** Pages of the list, newest first, of every key type: by default ACM hides all but RSA 1024 and 2048. */
  list(call: Call): AsyncGenerator<readonly CertificateSummary[]> {
    const { acm, acmSdk } = this.#clients;
    const request: ListCertificatesCommandInput = {
      Includes: { keyTypes: Object.values(acmSdk.KeyAlgorithm) },
      SortBy: 'CREATED_AT',
      SortOrder: 'DESCENDING',
      MaxItems: 1_000,
    };
    return this.#pages(call, 'acm:ListCertificates', async (next, abortSignal) => {
      const command = new acmSdk.ListCertificatesCommand({
        ...request,
        ...(next ? { NextToken: next } : {}),
      });
      const answer = await acm.send(command, { abortSignal });
      return { items: answer.CertificateSummaryList ?? [], next: answer.NextToken };
    });
  }

  search(
    filter: SearchCertificatesCommandInput,
    call: Call,
  ): AsyncGenerator<readonly CertificateSearchResult[]> {
    const { acm, acmSdk } = this.#clients;
    return this.#pages(call, 'acm:SearchCertificates', async (next, abortSignal) => {
      const command = new acmSdk.SearchCertificatesCommand({
        ...filter,
        ...(next ? { NextToken: next } : {}),
      });
      const answer = await acm.send(command, { abortSignal });
      return { items: answer.Results ?? [], next: answer.NextToken };
    });
  }

  /** Pages of the ARNs of certificates that carry, for each name, one of the values. */
  resources(
    tags: Readonly<Record<string, readonly string[]>>,
    call: Call,
  ): AsyncGenerator<readonly string[]> {
    const { tagging, taggingSdk } = this.#clients;
    const request: GetResourcesCommandInput = {
      ResourceTypeFilters: ['acm:certificate'],
      TagFilters: Object.entries(tags).map(([Key, values]) => ({ Key, Values: [...values] })),
    };
    return this.#pages(call, 'tag:GetResources', async (next, abortSignal) => {
      const command = new taggingSdk.GetResourcesCommand({
        ...request,
        ...(next ? { PaginationToken: next } : {}),
      });
      const answer = await tagging.send(command, { abortSignal });
      const items = (answer.ResourceTagMappingList ?? []).map((found) =>
        answered(found.ResourceARN, 'ResourceARN'),
      );
      return { items, next: answer.PaginationToken };
    });
  }

  async *#pages<Item>(
    call: Call,
    operation: string,
    send: (next: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
  ): AsyncGenerator<readonly Item[]> {
    let next: string | undefined;
    do {
      const token = next;
      const page = await this.#attempt(call, operation, (signal) => send(token, signal));
      yield page.items;
      // The tagging API ends with an empty token, ACM with none.
      next = page.next || undefined;
    } while (next !== undefined);
  }

  async #attempt<T>(call: Call, operation: string, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    await this.#clients.session.ready(call);
    return call.attempt(operation, send);
  }
}

/** Tags in the form of the API. */
export function tagList(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
