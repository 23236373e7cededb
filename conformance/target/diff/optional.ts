/**
 * Which properties of an answer may be absent by the contract: whether one is there depends on the record at hand, not
 * on who answers.
 */
import { declaredMedia, declaredResponse } from '../../driver/declared-responses.ts';
import { follow } from '../../../mock/contract/openapi-document.ts';
import type { Document, Located, Schema } from '../../../mock/contract/openapi-document.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { flatten } from '../../../mock/contract/json-schemas.ts';

/** The schema and its branches, references followed. */
function variants(document: Document, { node, pointer }: Located<Schema>): readonly Located<Schema>[] {
  const own = flatten(document, follow<Schema>(document, { node, pointer }));
  const branches = [...(own.node.oneOf ?? []), ...(own.node.anyOf ?? [])].map((branch) =>
    flatten(document, { node: branch, pointer: own.pointer }),
  );
  return [own, ...branches];
}

/** @param path as {@link traitsOf} writes it: `data.items[].id` */
export function isOptional(
  { document, ...contract }: CompiledContract,
  operation: CompiledOperation,
  status: number,
  contentType: string,
  path: string,
): boolean {
  const response = declaredResponse({ document, ...contract }, operation, status);
  const media = response && declaredMedia(response, contentType);
  let here: readonly Located<Schema>[] = media?.node.schema
    ? variants(document, { node: media.node.schema, pointer: media.pointer })
    : [];
  let optional = false;
  for (const step of path.split(/\.|(?=\[\])/).filter((token) => token !== '')) {
    if (step === '[]') {
      here = here.flatMap(({ node, pointer }) => (node.items ? variants(document, { node: node.items, pointer }) : []));
      continue;
    }
    const owners = here.filter(({ node }) => node.properties?.[step] !== undefined);
    optional = owners.length > 0 && owners.every(({ node }) => node.required?.includes(step) !== true);
    here = owners.flatMap(({ node, pointer }) => variants(document, { node: node.properties![step]!, pointer }));
  }
  return optional;
}
