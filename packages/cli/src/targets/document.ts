import { CertctlError } from '@certctl/plugin-api';
import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type ParsedNode,
  parseDocument,
} from 'yaml';

export type Path = readonly (string | number)[];

/** A YAML or JSON file with the places of what it holds. */
export interface SourceDocument {
  readonly value: unknown;
  /** `file:line` of the deepest part of the path that exists. */
  where(path: Path): string;
}

/**
 * Reads YAML 1.2, of which JSON is a part.
 * @throws CertctlError `target_invalid` with file and line
 */
export function readDocument(file: string, text: string): SourceDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    throw new CertctlError(
      'target_invalid',
      `${file}:${lines.linePos(error.pos[0]).line}: ${error.message}`,
      {
        remedy: 'Correct the YAML or JSON.',
      },
    );
  }
  return {
    value: plainValue(document, file),
    where: (path) => `${file}:${lines.linePos(offsetOf(document.contents, path)).line}`,
  };
}

function plainValue(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // An alias to nothing, or aliases that multiply.
    throw new CertctlError(
      'target_invalid',
      `${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function offsetOf(root: ParsedNode | null, path: Path): number {
  let node: Node | null | undefined = root;
  let offset = root?.range[0] ?? 0;
  for (const part of path) {
    if (isMap<Node, Node>(node)) {
      const pair: Pair<Node, Node> | undefined = node.items.find(
        ({ key }) => isScalar(key) && String(key.value) === String(part),
      );
      if (!pair) break;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq<Node>(node)) {
      node = node.items[Number(part)];
      offset = node?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
